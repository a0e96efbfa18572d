import type { DisposableStore } from "../Workbench/Disposable";
import { type FieldValues, KeptFields } from "./KeptFields";

/*
 * A part of the page says by data-kept that its fields outlive a load of the page, and what it is called, where there may be
 * several of a kind with what it is about ("rename-terminal 3"); each of those fields has a name in data-keep. Nothing else is kept: no password, no token, no link.
 */
type Field = HTMLInputElement | HTMLSelectElement | HTMLButtonElement;

const kept = new KeptFields(location.pathname, sessionStorage);
/** Of the field that had the keyboard; no field is called so. */
const focusName = "";

/** What is kept besides fields, by the part of the page that keeps it. */
const others = new Map<string, () => FieldValues | undefined>();

addEventListener("pagehide", () => kept.leave(location.pathname, { ...partsOf(document), ...othersNow() }));

/**
 * Keeps something else over a load of the page, under a name that no part with fields has.
 *
 * @param values What there is to keep when the page goes; undefined: nothing.
 * @returns What was kept before the load, to who asks first.
 */
export function keepOver(part: string, values: () => FieldValues | undefined, scope: DisposableStore): FieldValues | undefined {
  others.set(part, values);
  scope.defer(() => others.delete(part));
  return kept.claim(part);
}

/** Whether something that was typed in a part of the page before its load waits for it. */
export const isKept = (part: string): boolean => kept.has(part);

/** What a part of a kind is about that was open before the load: who makes it opens it again. Undefined when none waits. */
export const keptSubject = (kind: string): string | undefined => kept.subject(kind);

/** Fills in what stood in a part before the page was loaded anew, as if it were typed. Does nothing the second time. */
export function restoreFields(part: HTMLElement): void {
  const values = kept.claim(part.dataset["kept"] ?? "");
  if (values === undefined) {
    return;
  }

  for (const field of fieldsOf(part)) {
    const value = values[nameOf(field)];
    if (value !== undefined && value !== valueOf(field)) {
      put(field, value);
    }
  }

  const focused = fieldsOf(part).find((field) => nameOf(field) === values[focusName]);
  if (part instanceof HTMLDialogElement || document.activeElement === document.body) {
    focused?.focus();
  }
}

function othersNow(): Record<string, FieldValues> {
  return Object.fromEntries([...others].flatMap(([part, values]) => {
    const now = values();
    return now ? [[part, now]] : [];
  }));
}

function partsOf(page: Document): Record<string, FieldValues> {
  const parts = [...page.querySelectorAll<HTMLElement>("[data-kept]")].filter((part) => fieldsOf(part).length > 0);
  return Object.fromEntries(parts.map((part) => [part.dataset["kept"], valuesOf(part)]));
}

function valuesOf(part: HTMLElement): FieldValues {
  const fields = fieldsOf(part);
  const focused = fields.find((field) => field === document.activeElement);
  return Object.fromEntries([...fields.map((field) => [nameOf(field), valueOf(field)]), ...(focused ? [[focusName, nameOf(focused)]] : [])]);
}

function fieldsOf(part: HTMLElement): Field[] {
  return [...part.querySelectorAll<Field>("[data-keep]")];
}

const nameOf = (field: Field): string => field.dataset["keep"] ?? "";

/** Of a switch, whether it is on. */
function valueOf(field: Field): string {
  if (field instanceof HTMLButtonElement) {
    return field.getAttribute("aria-pressed") ?? field.getAttribute("aria-expanded") ?? "";
  }

  return isRadio(field) ? String(field.checked) : field.value;
}

function put(field: Field, value: string): void {
  if (field instanceof HTMLButtonElement) {
    field.click();
  } else if (isRadio(field)) {
    // Which one was not chosen follows from the one that was.
    value === "true" && field.click();
  } else {
    field.value = value;
    field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
  }
}

function isRadio(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && field.type === "radio";
}
