/** A place in a file that a line of output names. */
export interface PathLink {
  /** Where the link begins in the text, and where it ends. */
  readonly start: number;
  readonly end: number;
  readonly path: string;
  readonly line: number;
  readonly column: number | undefined;
}

/** `src/app.py:12`, `/workspace/a.js:3:14`, `./a.ts(3,14)`: a name with an extension, and a line. */
const withLine = /(?<![\w/.-])((?:\.{0,2}\/)?[\w@+~.-][\w@+~./-]*\.[A-Za-z][\w]{0,9})(?::(\d{1,7})(?::(\d{1,6}))?|\((\d{1,7})(?:,(\d{1,6}))?\))/g;
/** Python's `File "a.py", line 12`. */
const traceback = /File "([^"\n]{1,500})", line (\d{1,7})/g;

/** Longer lines are data; nobody clicks in them. */
const mostSearched = 2_000;

/** The places in files that a line names. Relative ones are below the workspace, where terminals start. */
export function pathLinks(text: string): readonly PathLink[] {
  if (text.length > mostSearched) {
    return [];
  }

  const places = [...text.matchAll(traceback)].map((match) => placeOf(match, match[1], match[2], undefined));
  const others = [...text.matchAll(withLine)].map((match) => placeOf(match, match[1], match[2] ?? match[4], match[3] ?? match[5]));
  const isApart = (link: PathLink): boolean => !places.some(({ start, end }) => link.start < end && link.end > start);
  return [...places, ...others.filter(isApart)].filter(({ path }) => !/^\/(?:proc|sys|dev)\//.test(path));
}

function placeOf(match: RegExpExecArray, path = "", line = "1", column: string | undefined): PathLink {
  return {
    start: match.index,
    end: match.index + match[0].length,
    path: path.startsWith("/") ? path : `/workspace/${path.replace(/^(?:\.\/)+/, "")}`,
    line: Math.max(1, Number(line)),
    column: column === undefined ? undefined : Number(column),
  };
}
