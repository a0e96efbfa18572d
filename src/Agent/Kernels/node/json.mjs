// Values as JSON: bounded in size and depth, whatever the value is.

const MAX_DEPTH = 24;
const MAX_ITEMS = 100_000;
const MAX_TEXT = 1_000_000;

class Unrepresentable extends Error {}

/** The JSON form of an array or plain object; undefined for anything else, for cycles, and for what is too large. */
export function jsonOf(value) {
  try {
    if (!Array.isArray(value) && !isPlain(value)) {
      return undefined;
    }
    return convert(value, 0, { items: 0, open: new Set() });
  } catch (error) {
    if (error instanceof Unrepresentable) {
      return undefined;
    }
    return undefined; // A getter of the user's threw.
  }
}

export function isPlain(value) {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function convert(value, depth, state) {
  if (++state.items > MAX_ITEMS || depth > MAX_DEPTH) {
    throw new Unrepresentable();
  }
  switch (typeof value) {
    case "string":
      if (value.length > MAX_TEXT) {
        throw new Unrepresentable();
      }
      return value;
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "bigint":
      return String(value);
    case "undefined":
      return null;
    case "object":
      return value === null ? null : container(value, depth, state);
    default:
      throw new Unrepresentable();
  }
}

function container(value, depth, state) {
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? null : value.toISOString();
  }
  if (!Array.isArray(value) && !isPlain(value)) {
    throw new Unrepresentable();
  }
  if (state.open.has(value)) {
    throw new Unrepresentable();
  }
  state.open.add(value);
  const converted = Array.isArray(value)
    ? Array.from(value, (item) => convert(item, depth + 1, state))
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert(item, depth + 1, state)]));
  state.open.delete(value);
  return converted;
}
