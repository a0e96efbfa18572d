/** How well a text answers a query, and which of its characters do. */
export interface Match {
  readonly score: number;
  readonly positions: readonly number[];
}

const perCharacter = 16;
const afterLast = 12;
const atWordStart = 10;
const perGap = -2;
const wholeGapMost = -24;

/**
 * Matches the query's words anywhere in the text, each as letters in their order with gaps between them. What is together,
 * and what begins a word (`-`, `_`, `.`, `/`, a capital), counts more. Undefined: it does not match.
 */
export function fuzzy(query: string, text: string): Match | undefined {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const lower = text.toLowerCase();
  let score = 0;
  const positions = new Set<number>();
  for (const word of words) {
    const match = matchWord(word, text, lower, 0);
    if (!match) {
      return undefined;
    }

    score += match.score;
    match.positions.forEach((position) => positions.add(position));
  }

  return { score: score - Math.min(text.length, 200) / 16, positions: [...positions].sort((one, other) => one - other) };
}

/** The same for a path: what its last name answers counts more than what its folders do. */
export function fuzzyPath(query: string, path: string): Match | undefined {
  const name = path.lastIndexOf("/") + 1;
  const inName = fuzzy(query, path.slice(name));
  if (inName) {
    return { score: inName.score + 2 * perCharacter, positions: inName.positions.map((position) => position + name) };
  }

  return fuzzy(query, path);
}

function matchWord(word: string, text: string, lower: string, from: number): Match | undefined {
  // As it stands is the best that can be; at the start of a word better than within one.
  let exact = lower.indexOf(word, from);
  for (let next = exact; next >= 0 && !startsWord(text, exact); next = lower.indexOf(word, next + 1)) {
    exact = startsWord(text, next) ? next : exact;
  }

  const positions = exact >= 0 ? Array.from(word, (_, index) => exact + index) : scattered(word, lower, from);
  return positions && { score: scoreOf(positions, text), positions };
}

/** The first end at which all letters are there, and from it back the shortest stretch that holds them. */
function scattered(word: string, lower: string, from: number): number[] | undefined {
  let at = from - 1;
  for (const letter of word) {
    at = lower.indexOf(letter, at + 1);
    if (at < 0) {
      return undefined;
    }
  }

  const positions = new Array<number>(word.length);
  for (let index = word.length - 1; index >= 0; index--, at--) {
    at = lower.lastIndexOf(word[index]!, at);
    positions[index] = at;
  }

  return positions;
}

function scoreOf(positions: readonly number[], text: string): number {
  let score = 0;
  let last: number | undefined;
  for (const position of positions) {
    score += perCharacter + (startsWord(text, position) ? atWordStart : 0);
    if (last !== undefined) {
      score += position === last + 1 ? afterLast : Math.max(wholeGapMost, (position - last - 1) * perGap);
    }

    last = position;
  }

  return score;
}

function startsWord(text: string, position: number): boolean {
  if (position === 0) {
    return true;
  }

  const [before, here] = [text.charCodeAt(position - 1), text.charCodeAt(position)];
  const isLetter = (before >= 97 && before <= 122) || (before >= 65 && before <= 90) || (before >= 48 && before <= 57) || before > 127;
  return !isLetter || (here >= 65 && here <= 90 && !(before >= 65 && before <= 90));
}
