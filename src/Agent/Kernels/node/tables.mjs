// Arrays of objects as tables: {columns, dtypes, index, rows, total, truncated}, at most MAX_ROWS and MAX_CELLS.
import { isPlain } from "./json.mjs";

export const TABLE = "application/vnd.ide.table+json";
const MAX_ROWS = 1000;
const MAX_COLUMNS = 500;
const MAX_CELLS = 50_000;

/** undefined for what is no array of plain objects. */
export function tableOf(value) {
  if (!Array.isArray(value) || value.length === 0) {
    return undefined;
  }
  const first = Array.from(value.slice(0, MAX_ROWS)); // without holes: `every` would pass over them
  if (!first.every(isPlain)) {
    return undefined;
  }
  const names = new Set();
  for (const row of first) {
    Object.keys(row).forEach((name) => names.add(name));
  }
  if (names.size === 0) {
    return undefined;
  }
  const columns = [...names].slice(0, MAX_COLUMNS);
  const height = Math.min(value.length, MAX_ROWS, Math.floor(MAX_CELLS / columns.length));
  const head = first.slice(0, height);
  return {
    columns,
    dtypes: columns.map((name) => typeOf(head.map((row) => row[name]))),
    index: head.map((_, position) => position),
    rows: head.map((row) => columns.map((name) => cell(row[name]))),
    total: value.length,
    truncated: height < value.length || columns.length < names.size,
  };
}

/** The one type of a column's values, or "mixed". */
export function typeOf(values) {
  const types = new Set();
  for (const value of values) {
    if (value !== null && value !== undefined) {
      types.add(value instanceof Date ? "date" : typeof value);
    }
  }
  return types.size === 1 ? [...types][0] : types.size === 0 ? "null" : "mixed";
}

export function cell(value) {
  if (value === null || value === undefined) {
    return null;
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? null : value.toISOString();
  }
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "object":
      try {
        return JSON.stringify(value) ?? String(value);
      } catch {
        return String(value);
      }
    default:
      return String(value);
  }
}
