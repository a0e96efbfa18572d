import type { SearchMatch } from "./SearchEvents";

/** As much of a line is shown with a match; as the Agent has it. */
const shownBefore = 60;
const shown = 300;

export interface Replaced {
  readonly text: string;
  /** The other matches of the file, where they are in its new text. */
  readonly others: readonly SearchMatch[];
}

/**
 * Puts the replacements of some of a file's matches into its text.
 * @param text With its byte order mark, if it has one.
 * @returns Undefined when a match is not where it should be: this is not the text that was searched.
 */
export function replaceIn(text: string, all: readonly SearchMatch[], chosen: ReadonlySet<SearchMatch>): Replaced | undefined {
  const lines = text.split("\n");
  const mark = text.startsWith("\ufeff") ? 1 : 0;
  const others: SearchMatch[] = [];
  for (const [line, matches] of byLine(all)) {
    const before = lines[line - 1];
    if (before === undefined) {
      return undefined;
    }

    const start = line === 1 ? mark : 0;
    const moved: { match: SearchMatch; at: number }[] = [];
    let [after, from] = ["", 0];
    for (const match of matches) {
      const at = start + match.column - 1;
      if (at < from || at + match.length > before.replace(/\r$/, "").length || !fits(before, at, match)) {
        return undefined;
      }

      after += before.slice(from, at);
      if (chosen.has(match)) {
        after += match.replacement ?? "";
      } else {
        moved.push({ match, at: after.length });
        after += before.slice(at, at + match.length);
      }

      from = at + match.length;
    }

    after += before.slice(from);
    lines[line - 1] = after;
    others.push(...moved.map(({ match, at }) => shownAt(match, after.slice(start).replace(/\r$/, ""), at - start)));
  }

  return { text: lines.join("\n"), others };
}

function fits(line: string, at: number, match: SearchMatch): boolean {
  return line.startsWith(match.text.slice(match.offset, match.offset + match.length), at);
}

function shownAt(match: SearchMatch, line: string, at: number): SearchMatch {
  const start = Math.max(0, at - shownBefore);
  return { ...match, column: at + 1, text: line.slice(start, start + shown), offset: at - start };
}

function byLine(matches: readonly SearchMatch[]): Map<number, SearchMatch[]> {
  const lines = new Map<number, SearchMatch[]>();
  for (const match of matches) {
    const line = lines.get(match.line);
    if (line) {
      line.push(match);
    } else {
      lines.set(match.line, [match]);
    }
  }

  return lines;
}
