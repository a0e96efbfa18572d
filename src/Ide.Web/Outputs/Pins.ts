/** Pins that a browser keeps of one sandbox; the oldest make room. */
const most = 30;

/** Runs that a person wants at hand, kept by the browser. */
export class Pins {
  readonly #key: string;
  #ids: readonly string[];

  constructor(
    sandbox: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem">,
    private readonly changed: () => void,
  ) {
    this.#key = `ide.pins.${sandbox}`;
    this.#ids = read(storage.getItem(this.#key));
  }

  get ids(): readonly string[] {
    return this.#ids;
  }

  has(run: string): boolean {
    return this.#ids.includes(run);
  }

  toggle(run: string): void {
    this.#ids = this.has(run) ? this.#ids.filter((id) => id !== run) : [...this.#ids, run].slice(-most);
    this.storage.setItem(this.#key, JSON.stringify(this.#ids));
    this.changed();
  }
}

function read(kept: string | null): readonly string[] {
  try {
    const ids: unknown = JSON.parse(kept ?? "[]");
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string").slice(-most) : [];
  } catch {
    return [];
  }
}
