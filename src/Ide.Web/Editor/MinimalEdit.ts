/** The one replacement that turns one text into another. */
export interface Replacement {
  /** In UTF-16 units, of the old text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The shortest single replacement: what the two texts have in common at both ends is left alone. */
export function minimalEdit(from: string, to: string): Replacement | undefined {
  if (from === to) {
    return undefined;
  }

  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from.charCodeAt(start) === to.charCodeAt(start)) {
    start++;
  }

  let tail = 0;
  while (tail < shorter - start && from.charCodeAt(from.length - 1 - tail) === to.charCodeAt(to.length - 1 - tail)) {
    tail++;
  }

  return { start, end: from.length - tail, text: to.slice(start, to.length - tail) };
}
