/** Where a value stands in a JSON value: the keys and numbers that lead to it. */
export type JsonPath = readonly (string | number)[];

export interface Match {
  readonly path: JsonPath;
  readonly value: unknown;
}

export interface Search {
  readonly matches: readonly Match[];
  /** It stopped before the end. */
  readonly isPartial: boolean;
}

const mostVisited = 200_000;
const mostMatches = 100;

/** A path as JavaScript and JSONPath write it: `$.rows[3]["first name"]`. */
export function pathText(path: JsonPath): string {
  const part = (key: string | number): string =>
    typeof key === "number" ? `[${key}]` : /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  return `$${path.map(part).join("")}`;
}

/** The members of an object or array from one number on; none of anything else. */
export function childrenOf(value: unknown, from = 0, count = Number.POSITIVE_INFINITY): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) {
    return value.slice(from, from + count).map((child: unknown, at) => [from + at, child] as const);
  }

  return typeof value === "object" && value !== null ? Object.entries(value).slice(from, from + count) : [];
}

export function countOf(value: unknown): number {
  return Array.isArray(value) ? value.length : typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}

/** The values whose key, or own text, has the words in it; in the order of the document. However deep it is, it does not recurse. */
export function search(root: unknown, words: string): Search {
  const wanted = words.toLowerCase();
  const matches: Match[] = [];
  const waiting: Match[] = [{ path: [], value: root }];
  let visited = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (++visited > mostVisited || matches.length === mostMatches) {
      return { matches, isPartial: true };
    }

    const { path, value } = next;
    if (path.length > 0 && isMatch(path.at(-1), value, wanted)) {
      matches.push(next);
    }

    for (const [key, child] of childrenOf(value, 0, mostVisited - visited + 1).toReversed()) {
      waiting.push({ path: [...path, key], value: child });
    }
  }

  return { matches, isPartial: false };
}

function isMatch(key: string | number | undefined, value: unknown, wanted: string): boolean {
  return (
    (typeof key === "string" && key.toLowerCase().includes(wanted)) ||
    (typeof value !== "object" && String(value).toLowerCase().includes(wanted))
  );
}

/** A value in a few characters. */
export function previewOf(value: unknown): string {
  if (typeof value === "object" && value !== null) {
    return Array.isArray(value) ? `[${value.length}]` : `{${Object.keys(value).length}}`;
  }

  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
