import { restoreFields } from "./FieldKeeping";
import { element, textButton } from "./Elements";

/** A question that is answered with a line of text. */
export interface Prompt {
  /** What it is called among what outlives a load of the page: its kind, a blank, and what it is about. */
  readonly kept: string;
  readonly title: string;
  readonly label: string;
  /** What stands in the field at first. */
  readonly first: string;
  readonly action: string;
  /** Characters. */
  readonly most: number;
}

/**
 * Asks for a line of text. Resolves to it, without blanks at its ends, or undefined when the person backed out. When the page
 * had to be loaded anew meanwhile, the same question begins with what had been typed; who asks it opens it again (`keptSubject`).
 */
export function promptFor({ kept, title, label, first, action, most }: Prompt): Promise<string | undefined> {
  return new Promise((resolve) => {
    const dialog = element("dialog", "dialog");
    const input = element("input", "field");
    [input.value, input.maxLength, input.required] = [first, most, true];
    [input.dataset["testid"], input.dataset["keep"], dialog.dataset["kept"]] = ["prompt-field", "text", kept];
    const field = element("label", "field-label", label, input);
    const submit = textButton(action, "button-primary", () => {});
    submit.type = "submit";
    const form = element("form", "dialog-body", field, element("div", "dialog-actions", textButton("Cancel", "", () => dialog.close()), submit));
    let given: string | undefined;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      given = input.value.trim() || undefined;
      dialog.close();
    });
    dialog.setAttribute("aria-label", title);
    dialog.append(element("h2", "dialog-title", title), form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(given);
    });
    document.body.append(dialog);
    dialog.showModal();
    input.select();
    restoreFields(dialog);
  });
}
