import { type Column, guessColumns, orderOf, sortNumber } from "./Columns";
import { CsvScan } from "./CsvScan";
import { guessSeparator, parseRecords } from "./CsvText";

/** Largest table that is shown, in bytes. */
export const mostTableBytes = 512 * 1024 * 1024;

/** Records that can be sorted: their keys are held at once. */
export const mostSorted = 10_000_000;

/** Of the text's beginning, in bytes: what its separator and its columns are guessed from. */
const sampleBytes = 128 * 1024;

/** Bytes that are read at once for records to show; a record that is longer is cut. */
const mostBlockBytes = 4 * 1024 * 1024;

/** Characters of a value that are shown and sorted by. */
const mostValue = 2000;

/** Chunks of the text become one part of the blob when they have this many bytes: the browser may put those on its disk. */
const partBytes = 8 * 1024 * 1024;

/** Blocks that are parsed at once where all are: each reading of the blob takes its time. */
const blocksPerPass = 64;

/** Blocks of records that stay parsed. */
const mostBlocks = 256;

/** A CSV text of any size, read once from beginning to end, and from then on in small parts. */
export class TableFile {
  #parts: Blob[] = [];
  #pending: Uint8Array<ArrayBuffer>[] = [];
  #pendingBytes = 0;
  #bytes = 0;
  #blob: Blob | undefined;
  #scan: CsvScan | undefined;
  #separator = ",";
  #hasHeader = false;
  #order: Uint32Array | undefined;
  readonly #blocks = new Map<number, Promise<string[][]>>();
  columns: readonly Column[] = [];

  constructor(private readonly path: string) {}

  get bytes(): number {
    return this.#bytes;
  }

  /** Records without the header. */
  get rows(): number {
    return Math.max(0, (this.#scan?.records ?? 0) - (this.#hasHeader ? 1 : 0));
  }

  add(chunk: Uint8Array<ArrayBuffer>): void {
    this.#bytes += chunk.length;
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    if (this.#scan) {
      this.#scan.add(chunk);
    } else if (this.#bytes >= sampleBytes) {
      this.#begin();
    }

    if (this.#pendingBytes >= partBytes) {
      this.#keepPending();
    }
  }

  finish(): void {
    if (!this.#scan) {
      this.#begin();
    }

    this.#scan!.finish();
    // The last records may have been read before their end was known.
    this.#blocks.clear();
  }

  async read(from: number, to: number): Promise<string[][]> {
    const records = Array.from({ length: Math.max(0, Math.min(to, this.rows) - from) }, (_, index) => this.#recordOf(from + index));
    const blocks = new Map<number, string[][]>();
    for (const block of new Set(records.map((record) => Math.floor(record / CsvScan.stride)))) {
      blocks.set(block, await this.#block(block));
    }

    return records.map((record) => blocks.get(Math.floor(record / CsvScan.stride))?.[record % CsvScan.stride] ?? []);
  }

  /** @param column Undefined: as in the file. */
  async sort(column: number | undefined, descending: boolean): Promise<void> {
    if (column === undefined) {
      this.#order = undefined;
      return;
    }

    const count = this.rows;
    if (count > mostSorted) {
      throw new Error(`Tables of up to ${mostSorted.toLocaleString("en")} rows can be sorted.`);
    }

    const isNumber = this.columns[column]?.type === "number";
    const keys: Float64Array | string[] = isNumber ? new Float64Array(count) : new Array<string>(count);
    const skipped = this.#hasHeader ? 1 : 0;
    for (let block = 0, record = 0; record < count + skipped; block += blocksPerPass) {
      for (const fields of await this.#parse(block, blocksPerPass)) {
        const value = fields[column] ?? "";
        if (record >= skipped && record - skipped < count) {
          keys[record - skipped] = isNumber ? sortNumber(value) : value.toLowerCase();
        }

        record++;
      }
    }

    this.#order = orderOf(keys, descending);
  }

  #recordOf(row: number): number {
    return (this.#order?.[row] ?? row) + (this.#hasHeader ? 1 : 0);
  }

  #block(block: number): Promise<string[][]> {
    const parsed = this.#blocks.get(block) ?? this.#parse(block);
    this.#blocks.delete(block);
    this.#blocks.set(block, parsed);
    if (this.#blocks.size > mostBlocks) {
      this.#blocks.delete(this.#blocks.keys().next().value!);
    }

    return parsed;
  }

  async #parse(block: number, count = 1): Promise<string[][]> {
    const { start } = this.#scan!.blockAt(block);
    const { end } = this.#scan!.blockAt(block + count - 1);
    const bytes = await this.#all.slice(start, Math.min(end, start + mostBlockBytes * count)).arrayBuffer();
    return parseRecords(new TextDecoder().decode(bytes), this.#separator).map((record) => record.map((value) => value.slice(0, mostValue)));
  }

  /** Looks at the beginning, then at all that came with it. */
  #begin(): void {
    const head = new Uint8Array(Math.min(this.#bytes, sampleBytes));
    let at = 0;
    for (const chunk of this.#pending) {
      head.set(chunk.subarray(0, head.length - at), at);
      at = Math.min(head.length, at + chunk.length);
    }

    const text = new TextDecoder().decode(head);
    const whole = this.#bytes > head.length ? text.slice(0, text.lastIndexOf("\n") + 1) || text : text;
    this.#separator = guessSeparator(whole, this.path);
    const records = parseRecords(whole, this.#separator).slice(0, 1000);
    ({ columns: this.columns, hasHeader: this.#hasHeader } = guessColumns(records));
    this.#scan = new CsvScan(this.#separator.charCodeAt(0));
    this.#pending.forEach((chunk) => this.#scan!.add(chunk));
  }

  #keepPending(): void {
    this.#parts.push(new Blob(this.#pending));
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#blob = undefined;
  }

  get #all(): Blob {
    if (!this.#blob || this.#pendingBytes > 0) {
      this.#keepPending();
      this.#blob = new Blob(this.#parts);
    }

    return this.#blob!;
  }
}
