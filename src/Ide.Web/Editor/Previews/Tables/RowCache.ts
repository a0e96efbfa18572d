/** Rows of a table that are at hand, by blocks; and the asking for those that are not, a little ahead of what is seen. */
export class RowCache {
  static readonly block = 128;
  static readonly #most = 64;
  readonly #blocks = new Map<number, readonly (readonly string[])[]>();
  readonly #asked = new Map<number, number>();
  #lastId = 0;

  constructor(private readonly ask: (id: number, from: number, to: number) => void) {}

  get(row: number): readonly string[] | undefined {
    return this.#blocks.get(Math.floor(row / RowCache.block))?.[row % RowCache.block];
  }

  want(from: number, to: number, rows: number): void {
    const first = Math.floor(from / RowCache.block);
    const last = Math.floor(Math.max(from, Math.min(to, rows) - 1) / RowCache.block);
    for (let block = first; block <= last && rows > 0; block++) {
      const known = this.#blocks.get(block);
      const whole = Math.min(RowCache.block, rows - block * RowCache.block);
      if (known && known.length >= whole) {
        // The latest used stays longest.
        this.#blocks.delete(block);
        this.#blocks.set(block, known);
      } else if (![...this.#asked.values()].includes(block)) {
        const id = ++this.#lastId;
        this.#asked.set(id, block);
        this.ask(id, block * RowCache.block, Math.min(rows, (block + 1) * RowCache.block));
      }
    }
  }

  put(id: number, from: number, rows: readonly (readonly string[])[]): void {
    const block = this.#asked.get(id);
    this.#asked.delete(id);
    if (block !== undefined && block * RowCache.block === from) {
      this.#blocks.set(block, rows);
      if (this.#blocks.size > RowCache.#most) {
        this.#blocks.delete(this.#blocks.keys().next().value!);
      }
    }
  }

  /** All is another now; what is still on its way is not taken. */
  clear(): void {
    this.#blocks.clear();
    this.#asked.clear();
  }
}
