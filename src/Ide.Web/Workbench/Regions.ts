import type { DisposableStore } from "./Disposable";

/**
 * What takes the keyboard in a view that was never in it, best first: what a view names itself, a tree, Monaco, xterm,
 * a list of its own, any control.
 */
const targets = [
  "[data-view-focus]",
  "[role='tree']",
  ".monaco-editor textarea, .monaco-editor .native-edit-context",
  ".xterm-helper-textarea",
  "[role='log'][tabindex], [role='grid'][tabindex], [role='listbox'][tabindex]",
  "input:not([disabled]), textarea:not([disabled])",
  "button:not([disabled]):not([tabindex='-1']), a[href], [tabindex='0']",
];

/** The parts of the page that F6 goes round, and where the keyboard was in each. */
export class Regions {
  readonly #last = new Map<Element, HTMLElement>();
  #place: Element | undefined;

  constructor(
    private readonly host: HTMLElement,
    scope: DisposableStore,
  ) {
    scope.listen<FocusEvent>(host, "focusin", (event) => {
      const place = (event.target as Element).closest("[data-area] > [data-view]") ?? this.#regionOf(event.target as Element);
      if (place) {
        this.#place = place;
        this.#last.set(place, event.target as HTMLElement);
      }
    });
    // What had the keyboard may be gone without a word: a closed file, a rendered list. The next key finds its way back.
    scope.listen(document, "keydown", () => this.#takeBack(), { capture: true });
    scope.listen(document, "keyup", () => this.#takeBack(), { capture: true });
  }

  /** Takes the keyboard to the next region that can be seen, or to the one before. */
  go(by: 1 | -1): void {
    const regions = this.#shown;
    const at = document.activeElement ? regions.findIndex((region) => region.contains(document.activeElement)) : -1;
    for (let step = 1; step <= regions.length; step++) {
      const next = regions.at((Math.max(at, by > 0 ? -1 : 0) + by * step + regions.length * 2) % regions.length)!;
      if (this.#focusIn(viewIn(next) ?? next)) {
        return;
      }
    }
  }

  /** @returns Whether the keyboard is in the view now. */
  focusView(name: string): boolean {
    const view = this.host.querySelector(`[data-area] > [data-view="${name}"]`);
    return view !== null && this.#focusIn(view);
  }

  has(name: string): boolean {
    return this.host.querySelector(`[data-area] > [data-view="${name}"]`)?.contains(document.activeElement) ?? false;
  }

  /** What was focused may just have been hidden: the keyboard goes to the editor then, or to whatever stands in its place. */
  keepFocus(): void {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && this.host.contains(focused) && !isVisible(focused)) {
      const main = this.#shown.filter((region) => region.matches("[data-area]"));
      const editor = main.find((region) => region.matches("[data-area='editor']"));
      for (const region of editor ? [editor, ...main] : main) {
        if (this.#focusIn(viewIn(region) ?? region)) {
          return;
        }
      }
    }
  }

  #takeBack(): void {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost && this.#place && document.querySelector("dialog[open]") === null) {
      const view = this.#place.isConnected && isVisible(this.#place as HTMLElement) ? this.#place : undefined;
      if (!view || !this.#focusIn(view)) {
        this.#shown.some((region) => this.#focusIn(viewIn(region) ?? region));
      }
    }
  }

  get #shown(): HTMLElement[] {
    return [...this.host.querySelectorAll<HTMLElement>("[data-region]")].filter(isVisible);
  }

  #regionOf(element: Element): Element | null {
    return element.closest("[data-region]");
  }

  #focusIn(place: Element): boolean {
    const last = this.#last.get(place);
    const candidates = [
      ...(last && place.contains(last) ? [last] : []),
      ...targets.flatMap((selector) => [...place.querySelectorAll<HTMLElement>(selector)]),
    ];
    const target = candidates.find(isVisible);
    target?.focus();
    return target !== undefined && document.activeElement === target;
  }
}

/** The view of an area that is in front. */
function viewIn(region: Element): Element | undefined {
  return [...region.querySelectorAll<HTMLElement>(":scope > [data-view]")].find(isVisible);
}

function isVisible(element: HTMLElement): boolean {
  return element.isConnected && element.checkVisibility({ visibilityProperty: true });
}
