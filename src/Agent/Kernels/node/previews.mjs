// The variables of a context: name, type, shape, size and a short preview, bounded in number, time and length.
import util from "node:util";
import { muted } from "./output.mjs";
import { TookTooLong, within } from "./patience.mjs";
import { isTable } from "./windows.mjs";

const MAX_VARIABLES = 500;
const MAX_PREVIEW = 200;
/** For one value; and for all of them together, after which only what is primitive is previewed. */
const VALUE_MS = 100;
const ALL_MS = 1000;

export class Previews {
  #inspection;
  #baseline;
  /** The constructors of what took too long: once is enough. */
  #slow = new WeakSet();

  constructor(inspection) {
    this.#inspection = inspection;
    this.#baseline = new Set(Object.getOwnPropertyNames(globalThis));
  }

  list() {
    const until = performance.now() + ALL_MS;
    return muted(() => this.names().slice(0, MAX_VARIABLES).map((name) => this.#describe(name, until)));
  }

  names() {
    const globals = Object.getOwnPropertyNames(globalThis).filter((name) => !this.#baseline.has(name));
    return [...new Set([...this.#inspection.lexicalNames(), ...globals])].filter((name) => !name.startsWith("_"));
  }

  /** The value of a variable that `list` would show; undefined for any other name. */
  find(name) {
    return this.names().includes(name) ? this.#inspection.peek(name) : undefined;
  }

  #describe(name, until) {
    const value = this.#inspection.peek(name);
    const described = { name, type: "unknown", preview: "…" };
    const left = until - performance.now();
    const kind = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
    if (left <= 0 || (kind && this.#slow.has(kind))) {
      return described;
    }
    try {
      within(Math.min(VALUE_MS, left), () => fill(described, value));
    } catch (error) {
      if (error instanceof TookTooLong && kind) {
        this.#slow.add(kind);
      }
    }
    return described;
  }
}

/** Adds member after member, so that those before one that fails are kept. */
function fill(described, value) {
  described.type = typeName(value);
  described.preview = `<${described.type}>`;
  const size = sizeOf(value);
  if (size !== undefined) {
    described.size = size;
  }
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    described.shape = [value.length];
  } else if (value instanceof Map || value instanceof Set) {
    described.shape = [value.size];
  }
  if (isTable(value)) {
    described.isTable = true;
  }
  described.preview = util.inspect(value, {
    depth: 1, maxArrayLength: 10, maxStringLength: MAX_PREVIEW, breakLength: Infinity, compact: true,
  }).slice(0, MAX_PREVIEW);
}

function sizeOf(value) {
  return typeof value === "string" || Array.isArray(value) ? value.length
    : value instanceof Map || value instanceof Set ? value.size
    : ArrayBuffer.isView(value) ? value.byteLength : undefined;
}

function typeName(value) {
  if (value === null || typeof value !== "object") {
    return value === null ? "null" : typeof value;
  }
  return String(Object.getPrototypeOf(value)?.constructor?.name ?? "Object").slice(0, 100);
}
