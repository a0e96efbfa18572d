export type Cell = string | number | boolean | null;

/** Rows and columns of a result, as far as they came with it. */
export interface Table {
  readonly columns: readonly string[];
  /** As their library calls them; empty where it does not say. */
  readonly types: readonly string[];
  /** What the rows are called; undefined where they have no names. */
  readonly index: readonly Cell[] | undefined;
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows there are where they come from. */
  readonly total: number;
  /** There are more rows or columns than these. */
  readonly isTruncated: boolean;
}

const mostRows = 10_000;
const mostColumns = 1_000;

/** The `data` of a result, which may be anything: what is no table is undefined. */
export function tableOf(data: unknown): Table | undefined {
  if (typeof data !== "object" || data === null) {
    return undefined;
  }

  const { columns, dtypes, index, rows, total, truncated } = data as Readonly<Record<string, unknown>>;
  if (!Array.isArray(columns) || !Array.isArray(rows)) {
    return undefined;
  }

  const names = columns.slice(0, mostColumns).map(textOf);
  const kept = rows.slice(0, mostRows).filter(Array.isArray).map((row: unknown[]) => names.map((_, at) => cellOf(row[at])));
  return {
    columns: names,
    types: Array.isArray(dtypes) ? dtypes.slice(0, mostColumns).map(textOf) : [],
    index: Array.isArray(index) ? index.slice(0, mostRows).map(cellOf) : undefined,
    rows: kept,
    total: typeof total === "number" && total >= kept.length ? total : kept.length,
    isTruncated: truncated === true || rows.length > kept.length || columns.length > names.length,
  };
}

export function textOf(cell: unknown): string {
  return typeof cell === "string" ? cell : cell === null || cell === undefined ? "" : typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}

/** A number as it is read: six decimals, as pandas writes them, or six digits of what is smaller. What is taken away has all of them. */
export function shownNumber(value: number): string {
  const whole = String(value);
  if (Number.isInteger(value) || whole.length <= 8) {
    return whole;
  }

  const isPlain = Math.abs(value) >= 0.001 && Math.abs(value) < 1e15;
  return String(Number(isPlain ? value.toFixed(6) : value.toPrecision(6)));
}

function cellOf(value: unknown): Cell {
  return typeof value === "number" || typeof value === "boolean" || value === null ? value : value === undefined ? null : textOf(value);
}

/** Which column to sort by: −1 for the rows' names. */
export interface Order {
  readonly column: number;
  readonly descending: boolean;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The rows' numbers in the order; what is equal stays as it came, and what is missing comes last either way. */
export function rowsInOrder(table: Table, order: Order | undefined): readonly number[] {
  const numbers = table.rows.map((_, row) => row);
  if (!order) {
    return numbers;
  }

  const cell = (row: number): Cell => (order.column < 0 ? table.index?.[row] : table.rows[row]?.[order.column]) ?? null;
  return numbers.sort((one, other) => compare(cell(one), cell(other), order.descending));
}

/** Numbers before text; missing values after everything. */
export function compare(one: Cell, other: Cell, descending: boolean): number {
  if (one === null || other === null) {
    return Number(one === null) - Number(other === null);
  }

  const isNumber = typeof one === "number";
  const ascending =
    isNumber && typeof other === "number"
      ? one - other
      : isNumber !== (typeof other === "number")
        ? isNumber ? -1 : 1
        : collator.compare(String(one), String(other));
  return descending ? -ascending : ascending;
}

/** Ascending, descending, and as it came: what one more click on a column's head asks for. */
export function nextOrder(order: Order | undefined, column: number): Order | undefined {
  if (order?.column !== column) {
    return { column, descending: false };
  }

  return order.descending ? undefined : { column, descending: true };
}

/** The table with its heads, its rows in the given order, for a spreadsheet. */
export function linesOf(table: Table, rows: readonly number[]): readonly (readonly string[])[] {
  const { index } = table;
  const head = index ? ["", ...table.columns] : table.columns;
  return [head, ...rows.map((row) => [...(index ? [textOf(index[row])] : []), ...(table.rows[row] ?? []).map(textOf)])];
}
