/** Something drawn for one item of a list, and drawn anew when the item has changed. */
export interface KeyedView<T> {
  readonly root: HTMLElement;
  update(item: T): void;
}

/** Draws a list so that an item keeps its element as long as it is there: what has the keyboard keeps it. */
export class KeyedList<T> {
  readonly #views = new Map<string, KeyedView<T>>();

  constructor(
    private readonly host: HTMLElement,
    private readonly keyOf: (item: T) => string,
    private readonly make: (item: T) => KeyedView<T>,
  ) {}

  draw(items: readonly T[]): void {
    const keys = new Set(items.map(this.keyOf));
    for (const [key, view] of this.#views) {
      if (!keys.has(key)) {
        view.root.remove();
        this.#views.delete(key);
      }
    }

    let before: Element | null = this.host.firstElementChild;
    for (const item of items) {
      const view = this.#views.get(this.keyOf(item)) ?? this.make(item);
      this.#views.set(this.keyOf(item), view);
      view.update(item);
      if (view.root === before) {
        before = before.nextElementSibling;
      } else {
        this.host.insertBefore(view.root, before);
      }
    }
  }
}
