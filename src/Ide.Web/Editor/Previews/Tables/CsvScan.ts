const quote = 0x22;
const newline = 0x0a;

/** Where in a field the scan is. */
const enum At {
  Start,
  Plain,
  Quoted,
  /** After a quote inside quotes: it closes them, unless another one follows. */
  Quote,
}

/**
 * Finds where the records of a CSV text begin, chunk by chunk, over any number of bytes. Of every so many records it keeps
 * the place of one: what lies between is found again by reading a little. A line end inside quotes ends nothing (RFC 4180).
 */
export class CsvScan {
  /** Records from one kept place to the next. */
  static readonly stride = 64;
  #places = new Float64Array(1024);
  #records = 0;
  #bytes = 0;
  #at = At.Start;
  #recordStart = 0;

  constructor(private readonly separator: number) {}

  /** Records whose end was seen. */
  get records(): number {
    return this.#records;
  }

  /** Takes the next bytes of the text. */
  add(chunk: Uint8Array): void {
    let state = this.#at;
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index];
      if (state === At.Quoted) {
        state = byte === quote ? At.Quote : At.Quoted;
      } else if (byte === newline) {
        this.#end(this.#bytes + index + 1);
        state = At.Start;
      } else if (byte === this.separator) {
        state = At.Start;
      } else {
        state = byte === quote && state !== At.Plain ? At.Quoted : At.Plain;
      }
    }

    this.#at = state;
    this.#bytes += chunk.length;
  }

  /** There is no more: what has no line end is the last record. */
  finish(): void {
    if (this.#recordStart < this.#bytes) {
      this.#end(this.#bytes);
    }
  }

  /** The bytes that hold a kept record and those up to the next kept one. @param block From 0; each has `stride` records. */
  blockAt(block: number): { readonly start: number; readonly end: number } {
    const last = Math.ceil(this.#records / CsvScan.stride) - 1;
    return { start: this.#places[block] ?? 0, end: block >= last ? this.#recordStart : this.#places[block + 1]! };
  }

  #end(next: number): void {
    if (this.#records % CsvScan.stride === 0) {
      const block = this.#records / CsvScan.stride;
      if (block === this.#places.length) {
        const larger = new Float64Array(this.#places.length * 2);
        larger.set(this.#places);
        this.#places = larger;
      }

      this.#places[block] = this.#recordStart;
    }

    this.#records++;
    this.#recordStart = next;
  }
}
