// Tables of any size, a window at a time: rows in any order, those that pass filters, columns from anywhere. The same
// questions and answers as python/ide_kernel/windows.py.
//
// What is a table: arrays (of objects, of arrays, of anything), typed arrays, maps.
import { isPlain } from "./json.mjs";
import { cell, typeOf } from "./tables.mjs";

const MAX_ROWS = 1000;
const MAX_COLUMNS = 200;
const MAX_CELLS = 20_000;
const MAX_TEXT = 500;
/** How many rows say which columns there are. */
const MAX_SEEN = 1000;

const COMPARE = {
  equals: (a, b) => a === b, notEquals: (a, b) => a !== b, less: (a, b) => a < b, atMost: (a, b) => a <= b,
  greater: (a, b) => a > b, atLeast: (a, b) => a >= b,
};

/** The message says why, to a person. */
export class Refused extends Error {}

export class Windows {
  /** The order of the last question, for the next one: who pages asks for the same again. A run forgets it. */
  #order;

  forget() {
    this.#order = undefined;
  }

  read(value, request) {
    if (!isTable(value)) {
      throw new Refused("This is no table.");
    }
    const source = sourceOf(value);
    const first = Math.min(Math.max(0, request.columnOffset), source.names.length);
    const chosen = source.names.slice(first, first + Math.min(request.columnLimit, MAX_COLUMNS)).map((_, at) => first + at);
    const positions = this.#positions(value, source, request);
    const total = positions?.length ?? source.height;
    const offset = Math.min(Math.max(0, request.offset), total);
    const most = Math.min(request.limit, MAX_ROWS, Math.max(1, Math.floor(MAX_CELLS / Math.max(1, chosen.length))));
    const rows = Array.from({ length: Math.max(0, Math.min(most, total - offset)) }, (_, at) => positions?.[offset + at] ?? offset + at);
    const seen = Array.from({ length: Math.min(MAX_SEEN, source.height) }, (_, row) => row);
    return {
      type: Object.getPrototypeOf(value)?.constructor?.name ?? "Array",
      columns: chosen.map((column) => cut(String(source.names[column]))),
      dtypes: chosen.map((column) => typeOf(seen.map((row) => source.get(row, column)))),
      index: rows.map(String),
      rows: rows.map((row) => chosen.map((column) => cut(cell(source.get(row, column))))),
      offset, total, size: source.height, columnOffset: first, columnTotal: source.names.length,
    };
  }

  #positions(value, source, { sort, filter }) {
    if (sort.length === 0 && filter.length === 0) {
      return undefined;
    }
    const asked = JSON.stringify([source.height, sort, filter]);
    if (this.#order?.value !== value || this.#order.asked !== asked) {
      let positions = Array.from({ length: source.height }, (_, row) => row);
      for (const { column, op, value: wanted } of filter) {
        check(source, column);
        positions = positions.filter((row) => passes(source.get(row, column), op, wanted));
      }
      for (const { column, descending } of sort.toReversed?.() ?? [...sort].reverse()) {
        check(source, column);
        positions = sorted(positions, (row) => source.get(row, column), descending ? -1 : 1);
      }
      this.#order = { value, asked, positions };
    }
    return this.#order.positions;
  }
}

export function isTable(value) {
  return (Array.isArray(value) && value.length > 0) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
    || (value instanceof Map && value.size > 0);
}

/** @returns {{names: unknown[], height: number, get: (row: number, column: number) => unknown}} */
function sourceOf(value) {
  if (value instanceof Map) {
    const entries = [...value];
    return { names: ["key", "value"], height: entries.length, get: (row, column) => entries[row][column] };
  }
  const seen = Array.from(value.slice(0, MAX_SEEN));
  if (seen.length > 0 && seen.every(isPlain)) {
    const names = [...new Set(seen.flatMap((row) => Object.keys(row)))];
    return { names, height: value.length, get: (row, column) => value[row]?.[names[column]] };
  }
  if (seen.length > 0 && seen.every(Array.isArray)) {
    const width = seen.reduce((most, row) => Math.max(most, row.length), 0);
    return { names: Array.from({ length: width }, (_, at) => at), height: value.length, get: (row, column) => value[row]?.[column] };
  }
  return { names: ["value"], height: value.length, get: (row) => value[row] };
}

function check(source, column) {
  if (!(column in source.names)) {
    throw new Refused(`There is no column ${column}.`);
  }
}

/** Stable; what is missing comes last either way. */
function sorted(positions, get, direction) {
  const missing = positions.filter((row) => isMissing(get(row)));
  const there = positions.filter((row) => !isMissing(get(row)));
  const isMixed = new Set(there.slice(0, MAX_SEEN).map((row) => typeof get(row))).size > 1;
  const keys = new Map(there.map((row) => [row, isMixed ? String(cell(get(row))) : get(row)]));
  there.sort((a, b) => {
    const [left, right] = [keys.get(a), keys.get(b)];
    return left < right ? -direction : left > right ? direction : 0;
  });
  return [...there, ...missing];
}

function isMissing(value) {
  return value === null || value === undefined || Number.isNaN(value);
}

function passes(value, op, wanted) {
  switch (op) {
    case "missing": return isMissing(value);
    case "present": return !isMissing(value);
    case "contains": return String(cell(value)).toLowerCase().includes(wanted.toLowerCase());
    default:
      if (typeof value === "number") {
        const number = Number(wanted);
        if (Number.isNaN(number)) {
          throw new Refused(`${wanted} is no number.`);
        }
        return COMPARE[op](value, number);
      }
      return COMPARE[op](String(cell(value)), wanted);
  }
}

function cut(value) {
  return typeof value === "string" && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
}
