/** What `POST /api/search` tells; the contract is Ide.Core's Protocol/Files/SearchEvent. */
export interface SearchMatch {
  /** From 1, as the column; columns and lengths count as JavaScript's strings do. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** The line, or of a long one what is around the match, which begins at `offset` in it. */
  readonly text: string;
  readonly offset: number;
  readonly replacement?: string;
}

export type SearchEvent =
  | { readonly type: "started" }
  | { readonly type: "matches"; readonly path: string; readonly etag: string; readonly matches: readonly SearchMatch[] }
  | { readonly type: "skipped"; readonly path: string; readonly reason: string }
  | {
      readonly type: "complete";
      readonly matches: number;
      readonly files: number;
      readonly binary: number;
      readonly notRead: number;
      readonly truncated: boolean;
      readonly duration: number;
    }
  | { readonly type: "error"; readonly error: string };

export interface SearchQuery {
  readonly query: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  readonly wholeWord: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly everywhere: boolean;
  /** Absent when nothing is to be replaced. */
  readonly replacement?: string;
}

/** Globs as a person types them: parted by commas, but not by those in braces. */
export function globsOf(text: string): string[] {
  const globs = [""];
  let depth = 0;
  for (const character of text) {
    depth += character === "{" ? 1 : character === "}" ? -1 : 0;
    if (character === "," && depth <= 0) {
      globs.push("");
    } else {
      globs.push(globs.pop() + character);
    }
  }

  return globs.map((glob) => glob.trim()).filter((glob) => glob !== "");
}

/** The JSON of Server-Sent Events out of a stream of text, wherever it is cut. */
export class EventLines {
  #rest = "";

  push(chunk: string): SearchEvent[] {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop() ?? "";
    return lines.filter((line) => line.startsWith("data: ")).map((line) => JSON.parse(line.slice(6)) as SearchEvent);
  }
}
