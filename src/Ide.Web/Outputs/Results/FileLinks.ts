/** A piece of a line, and the place in a file that it names. */
export interface LinePart {
  readonly text: string;
  readonly target: FilePlace | undefined;
}

export interface FilePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number | undefined;
}

/** Longer lines are no traces, and not searched. */
const longest = 2_000;

// Python: File "/workspace/a.py", line 3   IPython: File /workspace/a.py:3, in f   Cell In[2], line 1
// Node: at f (file:///workspace/a.mjs:3:5)   compilers: /workspace/a.c:3:5: error
const places =
  /File "(?<python>\/[^"\n]+)", line (?<pythonLine>\d+)|(?<cell>(?:Cell|Input) In ?\[\d+\], line )(?<cellLine>\d+)|(?:file:\/\/|(?<![\w:/.]))(?<path>\/[^\s:"'()<>,]+):(?<line>\d+)(?::(?<column>\d+))?/g;

/**
 * Splits a line of a trace at the places in files that it names. What it says is what it opens: a link's text is the
 * place itself, whoever wrote it.
 * @param own The file that the run's code came from, and at which line; a cell's lines are lines of that.
 */
export function partsOf(text: string, own?: { readonly path: string; readonly line: number }): readonly LinePart[] {
  const parts: LinePart[] = [];
  let at = 0;
  for (const match of text.length > longest ? [] : text.matchAll(places)) {
    const target = placeOf(match.groups ?? {}, own);
    if (target) {
      parts.push({ text: text.slice(at, match.index), target: undefined }, { text: match[0], target });
      at = match.index + match[0].length;
    }
  }

  return [...parts, { text: text.slice(at), target: undefined }].filter((part) => part.text !== "");
}

type Groups = Readonly<Record<string, string | undefined>>;

function placeOf(found: Groups, own: { readonly path: string; readonly line: number } | undefined): FilePlace | undefined {
  if (found["cell"] !== undefined) {
    return own && { path: own.path, line: own.line + Number(found["cellLine"]) - 1, column: undefined };
  }

  const path = found["python"] ?? decoded(found["path"] ?? "");
  const line = Number(found["pythonLine"] ?? found["line"]);
  // The system's own files are nobody's to edit, and a port of an address is no line.
  return /^\/(?:usr|proc|sys|dev|lib|lib64|bin)\//.test(path) || path.startsWith("//") || line < 1
    ? undefined
    : { path, line, column: found["column"] === undefined ? undefined : Number(found["column"]) };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
