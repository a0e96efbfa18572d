import { keepOver } from "../Ui/FieldKeeping";
import type { DisposableStore } from "./Disposable";

/**
 * What takes typing, or is gone through by keys: by the part that holds it, and how that is called. Anything else, a button that a
 * key would press, is not given back.
 */
const kinds: readonly { readonly holder: string; readonly taker: string; readonly within: string }[] = [
  { holder: "data-group", taker: ".editor-surface > .editor-host :is(textarea.inputarea, .native-edit-context)", within: ".monaco-editor" },
  { holder: "data-terminal-id", taker: ".xterm-helper-textarea", within: ".xterm" },
  { holder: "data-view", taker: "[role='tree'], [role='log'][tabindex]", within: "[role='tree'], [role='log'][tabindex]" },
];

/** Milliseconds between two looks whether the place has come, and after which it is not waited for any longer. */
const pause = 50;
const longest = 30_000;

/** The attribute of what held the keyboard, and how that was called there. */
type Place = Readonly<Record<string, string>>;

/**
 * A page that is loaded anew, because its server was or by its person, gives the keyboard back to where it was: what is typed
 * next goes on there. Whoever takes it elsewhere meanwhile keeps it there.
 */
export function keepKeyboard(host: HTMLElement, scope: DisposableStore): void {
  let awaited: Place | undefined;
  awaited = keepOver("keyboard", () => placeOf(host, document.activeElement) ?? (isNowhere() ? awaited : undefined), scope);
  if (!awaited) {
    return;
  }

  const until = performance.now() + longest;
  const looking = setInterval(() => {
    const target = awaited && find(host, awaited);
    target?.focus();
    if (!isNowhere() || performance.now() > until) {
      awaited = undefined;
      clearInterval(looking);
    }
  }, pause);
  scope.defer(() => clearInterval(looking));
}

/** Nobody has taken the keyboard yet: a page that is loaded puts it at its title, for those who have it read to them. */
function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body || document.activeElement.matches("h1");
}

function placeOf(host: HTMLElement, focused: Element | null): Place | undefined {
  const holder = kinds.find(({ within }) => focused?.closest(within))?.holder;
  const held = holder === undefined ? null : focused!.closest(`[${holder}]`);
  return holder !== undefined && held && host.contains(held) ? { [holder]: held.getAttribute(holder)! } : undefined;
}

function find(host: HTMLElement, place: Place): HTMLElement | undefined {
  const kind = kinds.find(({ holder }) => holder in place);
  const found = kind && host.querySelector<HTMLElement>(`[${kind.holder}="${CSS.escape(place[kind.holder]!)}"] :is(${kind.taker})`);
  return found?.checkVisibility({ visibilityProperty: true }) ? found : undefined;
}
