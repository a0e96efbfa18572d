/** What a notebook's file says of one cell, as far as it is shown. */
export interface Cell {
  readonly kind: "markdown" | "code" | "raw";
  readonly source: string;
  readonly count: number | undefined;
  readonly outputs: readonly Output[];
}

export type Output =
  | { readonly kind: "text"; readonly text: string; readonly isError: boolean }
  | { readonly kind: "data"; readonly data: Readonly<Record<string, string>> };

export interface Notebook {
  readonly language: string;
  readonly cells: readonly Cell[];
}

const mostCells = 3000;

/** Characters of one source or output. */
const mostText = 100_000;

type Json = Readonly<Record<string, unknown>>;

/** Reads nbformat 4; anything may stand in such a file. */
export function parseNotebook(text: string): Notebook {
  const root = JSON.parse(text) as Json | null;
  const cells = root?.["cells"];
  if (!Array.isArray(cells)) {
    throw new Error("It has no cells: it is no notebook of format 4.");
  }

  const metadata = root?.["metadata"] as { readonly language_info?: { readonly name?: unknown } } | undefined;
  const language = metadata?.language_info?.name;
  return { language: typeof language === "string" ? language : "python", cells: cells.slice(0, mostCells).map((cell) => cellFrom(cell as Json | null)) };
}

function cellFrom(cell: Json | null): Cell {
  const kind = cell?.["cell_type"];
  const count = cell?.["execution_count"];
  const outputs = cell?.["outputs"];
  return {
    kind: kind === "markdown" || kind === "code" ? kind : "raw",
    source: textOf(cell?.["source"]),
    count: typeof count === "number" ? count : undefined,
    outputs: Array.isArray(outputs) ? outputs.map((output) => outputFrom(output as Json | null)) : [],
  };
}

function outputFrom(output: Json | null): Output {
  switch (output?.["output_type"]) {
    case "stream":
      return { kind: "text", text: withoutAnsi(textOf(output["text"])), isError: output["name"] === "stderr" };
    case "error":
      return { kind: "text", text: withoutAnsi(textOf(output["traceback"], "\n") || `${String(output["ename"])}: ${String(output["evalue"])}`), isError: true };
    default: {
      const data = Object.entries((output?.["data"] ?? {}) as Json);
      return { kind: "data", data: Object.fromEntries(data.map(([type, value]) => [type, type === "application/json" ? JSON.stringify(value, null, 2) : textOf(value)])) };
    }
  }
}

/** A text, or its lines. */
function textOf(value: unknown, between = ""): string {
  const lines = Array.isArray(value) ? value.filter((line) => typeof line === "string").join(between) : value;
  // Pictures are long, and no use when they are cut.
  return typeof lines === "string" ? (lines.length > mostText * 100 ? lines.slice(0, mostText) : lines) : "";
}

function withoutAnsi(text: string): string {
  return text.slice(0, mostText).replace(/\x1b\[[0-9;?]*[ -/]*[@-~]/g, "");
}
