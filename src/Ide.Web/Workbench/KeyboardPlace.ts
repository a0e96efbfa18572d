import type { DisposableStore } from "./Disposable";

/**
 * What takes typing, or is gone through by keys: by the part that holds it, and how that is called. Anything else, a button that a
 * key would press, is not given back.
 */
const kinds = [
  { holder: "data-group", taker: ".editor-surface > .editor-host :is(textarea.inputarea, .native-edit-context)", within: ".monaco-editor" },
  { holder: "data-terminal-id", taker: ".xterm-helper-textarea", within: ".xterm" },
  { holder: "data-view", taker: "[role='tree'], [role='log'][tabindex]", within: "[role='tree'], [role='log'][tabindex]" },
] as const;

const key = "ide.keyboard";

/** Milliseconds between two looks whether the place has come, and after which it is not waited for any longer. */
const pause = 50;
const longest = 30_000;

interface Place {
  readonly page: string;
  readonly kind: number;
  /** As its holder is called. */
  readonly name: string;
}

/**
 * A page that is loaded anew, because its server was or by its person, gives the keyboard back to where it was: what is typed
 * next goes on there. Whoever takes it elsewhere meanwhile keeps it there.
 */
export function keepKeyboard(host: HTMLElement, scope: DisposableStore): void {
  let awaited = claim();
  scope.listen(window, "pagehide", () => {
    const place = placeOf(host, document.activeElement) ?? (isNowhere() ? awaited : undefined);
    place && store(JSON.stringify(place));
  });
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
  const kind = kinds.findIndex(({ within }) => focused?.closest(within));
  const holder = kind < 0 ? null : focused!.closest(`[${kinds[kind]!.holder}]`);
  return holder && host.contains(holder) ? { page: location.pathname, kind, name: holder.getAttribute(kinds[kind]!.holder)! } : undefined;
}

function find(host: HTMLElement, { kind, name }: Place): HTMLElement | undefined {
  const { holder, taker } = kinds[kind]!;
  const found = host.querySelector<HTMLElement>(`[${holder}="${CSS.escape(name)}"] :is(${taker})`);
  return found?.checkVisibility({ visibilityProperty: true }) ? found : undefined;
}

function claim(): Place | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "null") as Place | null;
    sessionStorage.removeItem(key);
    return kept?.page === location.pathname && kept.kind in kinds ? kept : undefined;
  } catch {
    return undefined;
  }
}

function store(text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // A browser that keeps no more for this site.
  }
}
