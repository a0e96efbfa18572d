import type { EditorFile } from "../Workbench/EditorSeat";
import type { Cell } from "./Cells";

/** A part of a file that is run: its code, and the lines that it stands on, from 1. */
export interface Portion {
  readonly code: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Undefined for a cell with nothing to run in it. */
export function portionOfCell(text: string, cell: Cell): Portion | undefined {
  return cell.isText ? undefined : portionOfLines(text.split(/\r\n|\r|\n/), cell.startLine, cell.endLine);
}

/** What is selected, or else the statement at the cursor; undefined when there is nothing in it. */
export function portionAtCursor(file: EditorFile): Portion | undefined {
  const { selection, language, line, text } = file;
  if (selection.text.trim() !== "") {
    return { code: selection.text, firstLine: selection.startLine, lastLine: selection.endLine };
  }

  const lines = text.split(/\r\n|\r|\n/);
  return portionOfLines(lines, line, language === "python" ? endOfStatement(lines, line) : line);
}

function portionOfLines(lines: readonly string[], firstLine: number, lastLine: number): Portion | undefined {
  const code = lines.slice(firstLine - 1, lastLine).join("\n");
  return code.trim() === "" ? undefined : { code, firstLine, lastLine };
}

/** Lines that go on a statement at its own indentation. */
const goesOn = /^(else|elif|except|finally|case)\b|^[)\]}]/;

/** The last line of the Python statement that begins on a line: what is indented under it belongs to it. */
function endOfStatement(lines: readonly string[], line: number): number {
  const depth = indentOf(lines[line - 1] ?? "");
  // A decorator belongs to what it stands before.
  let isWaiting = /^\s*@/.test(lines[line - 1] ?? "");
  let end = line;
  for (let at = line + 1; at <= lines.length; at++) {
    const next = lines[at - 1] ?? "";
    if (next.trim() === "") {
      continue;
    }

    if (indentOf(next) <= depth && !isWaiting && !goesOn.test(next.trim())) {
      break;
    }

    isWaiting = isWaiting && /^\s*@/.test(next);
    end = at;
  }

  return end;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
