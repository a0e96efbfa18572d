/** What was used last, first; kept in the browser and bounded. */
export class Recents {
  static readonly #most = 50;
  #items: readonly string[];

  constructor(
    private readonly storage: Pick<Storage, "getItem" | "setItem">,
    private readonly key: string,
  ) {
    this.#items = parse(storage.getItem(key));
  }

  get items(): readonly string[] {
    return this.#items;
  }

  /** From 0, the last used; undefined for what was not used. */
  place(item: string): number | undefined {
    const place = this.#items.indexOf(item);
    return place < 0 ? undefined : place;
  }

  add(item: string): void {
    if (this.#items[0] !== item) {
      this.#items = [item, ...this.#items.filter((other) => other !== item)].slice(0, Recents.#most);
      this.storage.setItem(this.key, JSON.stringify(this.#items));
    }
  }
}

function parse(text: string | null): readonly string[] {
  try {
    const kept: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(kept) ? kept.filter((item) => typeof item === "string") : [];
  } catch {
    return [];
  }
}
