/** A piece of a file between two `# %%` lines (`// %%` in JavaScript and TypeScript). Lines count from 1, both ends belong to it. */
export interface Cell {
  readonly startLine: number;
  readonly endLine: number;
  /** What stands behind the marker. */
  readonly title: string;
  /** False for the lines before the first marker. */
  readonly isMarked: boolean;
  /** `# %% [markdown]` and the like: text, not to be run. */
  readonly isText: boolean;
}

const markers: Readonly<Record<string, RegExp>> = {
  python: /^\s*#\s*%%(?!\w)(.*)$/,
  javascript: /^\s*\/\/\s*%%(?!\w)(.*)$/,
  typescript: /^\s*\/\/\s*%%(?!\w)(.*)$/,
};

/** The languages that contexts speak, as the editor calls them. */
export function isContextLanguage(language: string): boolean {
  return language in markers;
}

/** The cells of a text; none when it has no marker. What is blank before the first one is no cell. */
export function cellsOf(text: string, language: string): readonly Cell[] {
  const marker = markers[language];
  if (!marker || !text.includes("%%")) {
    return [];
  }

  const lines = text.split(/\r\n|\r|\n/);
  const starts = lines.flatMap((line, index) => {
    const title = marker.exec(line)?.[1]?.trim();
    return title === undefined ? [] : [{ line: index + 1, title }];
  });
  const first = starts[0];
  if (!first) {
    return [];
  }

  const cells = starts.map(({ line, title }, index): Cell => ({
    startLine: line,
    endLine: (starts[index + 1]?.line ?? lines.length + 1) - 1,
    title: title.replace(/^\[(\w+)\]\s*/, ""),
    isMarked: true,
    isText: /^\[(markdown|md|raw)\]/i.test(title),
  }));
  const hasHead = lines.slice(0, first.line - 1).some((line) => line.trim() !== "");
  const head: Cell = { startLine: 1, endLine: first.line - 1, title: "", isMarked: false, isText: false };
  return hasHead ? [head, ...cells] : cells;
}

/** The cell that a line is in; the first one for blank lines before it. */
export function cellAt(cells: readonly Cell[], line: number): Cell | undefined {
  return cells.find((cell) => line <= cell.endLine) ?? cells.at(-1);
}

/** The cell after one; undefined after the last. */
export function cellAfter(cells: readonly Cell[], cell: Cell): Cell | undefined {
  return cells.find((each) => each.startLine > cell.endLine);
}
