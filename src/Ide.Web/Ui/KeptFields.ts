/** What stands in the fields of one part of the page, by the fields' names. */
export type FieldValues = Readonly<Record<string, string>>;

const key = "ide.fields";

/**
 * What somebody has typed and not yet sent, by the parts of the page that it stands in: a page that is loaded anew takes it
 * up where it was. Kept by the tab from the moment that the page goes until the same page asks for it, once.
 */
export class KeptFields {
  readonly #parts = new Map<string, FieldValues>();

  /** @param page The address that the page has just been loaded with: what stood in another one is none of its business. */
  constructor(
    private readonly page: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | undefined,
  ) {
    try {
      const kept: unknown = JSON.parse(storage?.getItem(key) ?? "null");
      if (isKept(kept) && kept.page === page) {
        this.#parts = new Map(Object.entries(kept.parts));
      }

      storage?.removeItem(key);
    } catch {
      // Nothing that could be read: then nothing is taken up.
    }
  }

  has(part: string): boolean {
    return this.#parts.has(part);
  }

  /** What a part of this kind is about: such parts are called by their kind, a blank, and that. Undefined when none waits. */
  subject(kind: string): string | undefined {
    const start = `${kind} `;
    return [...this.#parts.keys()].find((part) => part.startsWith(start))?.slice(start.length);
  }

  /** @returns What stood in a part, to who asks first. */
  claim(part: string): FieldValues | undefined {
    const values = this.#parts.get(part);
    this.#parts.delete(part);
    return values;
  }

  /**
   * The page goes. What nobody has asked for yet goes with it into the next one: a server may be started twice in a row.
   *
   * @param page Where it is now.
   */
  leave(page: string, parts: Readonly<Record<string, FieldValues>>): void {
    const all = { ...(page === this.page ? Object.fromEntries(this.#parts) : {}), ...parts };
    try {
      if (Object.keys(all).length > 0) {
        this.storage?.setItem(key, JSON.stringify({ page, parts: all }));
      }
    } catch {
      // A browser that keeps no more for this site.
    }
  }
}

function isKept(value: unknown): value is { readonly page: string; readonly parts: Readonly<Record<string, FieldValues>> } {
  return typeof value === "object" && value !== null && "page" in value && "parts" in value && typeof value.parts === "object" && value.parts !== null;
}
