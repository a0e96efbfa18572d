import type { Disposable } from "../Workbench/Disposable";
import { Emitter } from "../Workbench/Emitter";

/** A cell as it travels. */
export type Cell = string | number | boolean | null;

/** What `POST /api/contexts/{id}/table` answers. */
export interface TableAnswer {
  readonly type: string;
  readonly columns: readonly string[];
  readonly dtypes: readonly string[];
  readonly index: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly offset: number;
  /** Rows that pass the filters. */
  readonly total: number;
  /** All rows. */
  readonly size: number;
  readonly columnOffset: number;
  readonly columnTotal: number;
}

export interface TableSort {
  readonly column: number;
  readonly descending: boolean;
}

export interface TableFilter {
  readonly column: number;
  readonly op: string;
  readonly value: string;
}

/** What is looked at: which columns, in which order, which rows are left. */
export interface TableView {
  readonly columnOffset: number;
  readonly sort: readonly TableSort[];
  readonly filter: readonly TableFilter[];
}

export interface TableRow {
  readonly label: string;
  readonly cells: readonly Cell[];
}

export type ReadTable = (request: TableView & { readonly offset: number; readonly limit: number }) => Promise<TableAnswer>;

/** Rows a question. */
export const blockRows = 200;
/** Blocks that are kept, the longest unused goes; some 10,000 rows. */
const mostBlocks = 50;
/** Questions under way; what is wanted beyond them waits for the next call of `want`. */
const mostAsked = 2;

/** A table of any length, of which the rows that are looked at are fetched, block by block. */
export class TableWindows {
  readonly #blocks = new Map<number, readonly TableRow[]>();
  readonly #asked = new Set<number>();
  readonly #changes = new Emitter<void>();
  #view: TableView = { columnOffset: 0, sort: [], filter: [] };
  #head: TableAnswer | undefined;
  #wanted: readonly number[] = [];
  #failure: unknown;
  /** Rises with every other view: answers to questions of an earlier one are dropped. */
  #generation = 0;

  constructor(private readonly read: ReadTable) {}

  readonly onChange = (listener: () => void): Disposable => this.#changes.on(listener);

  get view(): TableView {
    return this.#view;
  }

  /** The last answer: columns and counts; undefined before the first. */
  get head(): TableAnswer | undefined {
    return this.#head;
  }

  /** Why the last question had no answer. */
  get failure(): unknown {
    return this.#failure;
  }

  get isAsking(): boolean {
    return this.#asked.size > 0;
  }

  /** Undefined while it is not here. */
  row(at: number): TableRow | undefined {
    return this.#blocks.get(Math.floor(at / blockRows))?.[at % blockRows];
  }

  /** Another order, other filters or columns: everything is asked for anew. */
  look(view: TableView): void {
    this.#view = view;
    this.refresh();
  }

  refresh(): void {
    this.#generation++;
    this.#blocks.clear();
    this.#asked.clear();
    this.#failure = undefined;
    this.want(0, blockRows - 1);
  }

  /** Fetches what of these rows is missing; the first ones first. */
  want(first: number, last: number): void {
    const blocks: number[] = [];
    for (let block = Math.floor(Math.max(0, first) / blockRows); block <= Math.floor(last / blockRows); block++) {
      blocks.push(block);
      this.#touch(block);
    }

    this.#wanted = blocks;
    this.#askNext();
  }

  #askNext(): void {
    const missing = this.#wanted.filter((block) => !this.#blocks.has(block) && !this.#asked.has(block) && this.#exists(block));
    for (const block of missing.slice(0, mostAsked - this.#asked.size)) {
      void this.#ask(block, this.#generation);
    }
  }

  #exists(block: number): boolean {
    return this.#failure === undefined && (this.#head === undefined || this.#blocks.size === 0 || block * blockRows < this.#head.total);
  }

  async #ask(block: number, generation: number): Promise<void> {
    this.#asked.add(block);
    try {
      const answer = await this.read({ ...this.#view, offset: block * blockRows, limit: blockRows });
      if (generation === this.#generation) {
        this.#head = answer;
        this.#keep(block, answer.rows.map((cells, at) => ({ label: answer.index[at] ?? "", cells })));
      }
    } catch (error) {
      if (generation === this.#generation) {
        this.#failure = error;
      }
    }

    if (generation === this.#generation) {
      this.#asked.delete(block);
      this.#changes.emit();
      this.#askNext();
    }
  }

  #keep(block: number, rows: readonly TableRow[]): void {
    this.#blocks.set(block, rows);
    for (const old of [...this.#blocks.keys()].slice(0, -mostBlocks)) {
      this.#blocks.delete(old);
    }
  }

  #touch(block: number): void {
    const rows = this.#blocks.get(block);
    if (rows) {
      this.#blocks.delete(block);
      this.#blocks.set(block, rows);
    }
  }
}

/** The next order after a click on a column's head: up, down, none. */
export function nextSort(sort: readonly TableSort[], column: number): readonly TableSort[] {
  const now = sort[0]?.column === column ? sort[0] : undefined;
  return now === undefined ? [{ column, descending: false }] : now.descending ? [] : [{ column, descending: true }];
}

/** Rows as a spreadsheet takes them: cells between tabs, lines; quoted where a cell has either. */
export function asText(rows: readonly (readonly Cell[])[]): string {
  const text = (cell: Cell): string => {
    const plain = cell === null ? "" : String(cell);
    return /[\t\n\r"]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  return rows.map((row) => row.map(text).join("\t")).join("\n");
}
