export type ColumnType = "number" | "date" | "boolean" | "text";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Of the longest value that was looked at, in characters. */
  readonly width: number;
}

const empty = /^\s*(|na|nan|null|none|n\/a)\s*$/i;
const number = /^\s*[-+]?(\d[\d_]*(\.\d*)?|\.\d+)(e[-+]?\d+)?\s*$|^\s*[-+]?inf(inity)?\s*$/i;
const date = /^\s*\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?\s*$/;
const boolean = /^\s*(true|false)\s*$/i;

function typeOf(values: readonly string[]): ColumnType {
  const filled = values.filter((value) => !empty.test(value));
  const all = (pattern: RegExp): boolean => filled.length > 0 && filled.every((value) => pattern.test(value));
  return all(number) ? "number" : all(date) ? "date" : all(boolean) ? "boolean" : "text";
}

/** What a table's first records tell of its columns, and whether the first of them is their names. */
export function guessColumns(records: readonly (readonly string[])[]): { readonly columns: readonly Column[]; readonly hasHeader: boolean } {
  const count = records.reduce((most, record) => Math.max(most, record.length), 0);
  const [first = [], ...rest] = records;
  const hasHeader = first.length > 0 && first.every((name) => !number.test(name) && !date.test(name)) && first.some((name) => name.trim() !== "");
  const body = hasHeader ? rest : records;
  const columns = Array.from({ length: count }, (_, index): Column => {
    const values = body.map((record) => record[index] ?? "");
    const name = hasHeader ? (first[index] ?? "") : `${index + 1}`;
    return { name, type: typeOf(values), width: values.reduce((most, value) => Math.max(most, value.length), name.length) };
  });
  return { columns, hasHeader };
}

/** The number that a value stands for in a sorted column; what is none comes last, whatever the direction. */
export function sortNumber(value: string): number {
  return empty.test(value) ? Number.NaN : /inf/i.test(value) ? (value.trim().startsWith("-") ? -Infinity : Infinity) : Number(value.replaceAll("_", ""));
}

/** @returns The order of the records by their keys; equal ones keep theirs. */
export function orderOf(keys: Float64Array | readonly string[], descending: boolean): Uint32Array {
  const order = Uint32Array.from({ length: keys.length }, (_, index) => index);
  const way = descending ? -1 : 1;
  if (keys instanceof Float64Array) {
    return order.sort((a, b) => {
      const [left, right] = [keys[a]!, keys[b]!];
      const gone = Number(Number.isNaN(left)) - Number(Number.isNaN(right));
      return gone || (left < right ? -way : left > right ? way : a - b);
    });
  }

  return order.sort((a, b) => {
    const [left, right] = [keys[a]!, keys[b]!];
    const gone = Number(left === "") - Number(right === "");
    return gone || (left < right ? -way : left > right ? way : a - b);
  });
}
