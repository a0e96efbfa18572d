import type { DisposableStore } from "./Disposable";

/** What takes typing, or is gone through by keys. Anything else, a button that a key would press, is not given back. */
const places = [".monaco-editor textarea, .monaco-editor .native-edit-context", ".xterm-helper-textarea", "[role='tree']", "[role='log'][tabindex]"];

const key = "ide.keyboard";

/** Milliseconds between two looks whether the place has come, and after which it is not waited for any longer. */
const pause = 50;
const longest = 30_000;

/** Where the keyboard was: in which view, in what kind of place there, and in which of several of them. */
interface Place {
  readonly page: string;
  readonly view: string;
  readonly kind: number;
  readonly at: number;
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
  const view = focused?.closest<HTMLElement>("[data-area] > [data-view]");
  const kind = places.findIndex((selector) => focused?.matches(selector));
  return view && host.contains(view) && kind >= 0
    ? { page: location.pathname, view: view.dataset["view"]!, kind, at: [...view.querySelectorAll(places[kind]!)].indexOf(focused!) }
    : undefined;
}

function find(host: HTMLElement, { view, kind, at }: Place): HTMLElement | undefined {
  const found = host.querySelectorAll<HTMLElement>(`[data-area] > [data-view="${CSS.escape(view)}"] :is(${places[kind]})`)[at];
  return found?.checkVisibility({ visibilityProperty: true }) ? found : undefined;
}

function claim(): Place | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "null") as Place | null;
    sessionStorage.removeItem(key);
    return kept?.page === location.pathname && kept.kind in places ? kept : undefined;
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
