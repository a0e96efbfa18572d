/** What is typed to open a file: part of its path, and perhaps a line and a column. */
export interface FileQuery {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

export function parseFileQuery(text: string): FileQuery {
  const [, path = "", line, column] = /^(.*?)(?::(\d*)(?::(\d*))?)?$/s.exec(text.trim()) ?? [];
  return {
    path,
    ...(line ? { line: Number(line) } : {}),
    ...(line && column ? { column: Number(column) } : {}),
  };
}
