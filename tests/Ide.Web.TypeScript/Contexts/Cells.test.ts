import assert from "node:assert/strict";
import test from "node:test";
import { cellAfter, cellAt, cellsOf } from "../../../src/Ide.Web/Contexts/Cells";
import { portionAtCursor, portionOfCell } from "../../../src/Ide.Web/Contexts/Portion";
import type { EditorFile } from "../../../src/Ide.Web/Workbench/EditorSeat";

const text = "import os\n\n# %% data\nx = 1\n#%%\ny = 2\n# %% [markdown] Notes\n# words\n";

test("Markers cut a file into cells, and what stands before the first is one too", () => {
  assert.deepEqual(
    cellsOf(text, "python").map(({ startLine, endLine, title, isMarked, isText }) => [startLine, endLine, title, isMarked, isText]),
    [
      [1, 2, "", false, false],
      [3, 4, "data", true, false],
      [5, 6, "", true, false],
      [7, 9, "Notes", true, true],
    ],
  );
});

test("A file without a marker, one in another language, and what only looks like a marker have no cells", () => {
  assert.deepEqual(cellsOf("x = 1 %% 2\n", "python"), []);
  assert.deepEqual(cellsOf("# %%timeit\nx\n", "python"), []);
  assert.deepEqual(cellsOf(text, "markdown"), []);
  assert.deepEqual(cellsOf("# %%\n", "javascript"), []);
  assert.equal(cellsOf("// %% one\n1\n// %%\n2\n", "typescript").length, 2);
});

test("Blank lines before the first marker are no cell but lead to it", () => {
  const cells = cellsOf("\n\n# %% only\r\nx\r\n", "python");
  assert.deepEqual(cells.map(({ startLine, endLine }) => [startLine, endLine]), [[3, 5]]);
  assert.equal(cellAt(cells, 1), cells[0]);
});

test("Each line is in one cell, and behind the last comes none, also for cells of an earlier reading", () => {
  const cells = cellsOf(text, "python");
  assert.deepEqual([1, 2, 3, 4, 5, 9, 99].map((line) => cellAt(cells, line)?.startLine), [1, 1, 3, 3, 5, 7, 7]);
  const again = cellsOf(text, "python");
  assert.deepEqual(cells.map((cell) => cellAfter(again, cell)?.startLine), [3, 5, 7, undefined]);
});

test("A cell's portion is its lines, and text cells and empty ones have none", () => {
  const [, data, , notes] = cellsOf(text, "python");
  assert.deepEqual(portionOfCell(text, data!), { code: "# %% data\nx = 1", firstLine: 3, lastLine: 4 });
  assert.equal(portionOfCell(text, notes!), undefined);
});

function fileAt(lines: readonly string[], line: number, selection?: Partial<EditorFile["selection"]>): EditorFile {
  const nothing = { text: "", startLine: line, endLine: line };
  return { path: "/workspace/a.py", language: "python", text: lines.join("\n"), line, column: 1, selection: { ...nothing, ...selection } };
}

test("A selection is run as it is, with the line that it begins on", () => {
  assert.deepEqual(portionAtCursor(fileAt(["a", "b", "c"], 2, { text: "b\nc", startLine: 2, endLine: 3 })), { code: "b\nc", firstLine: 2, lastLine: 3 });
});

test("Without a selection the statement at the cursor is run, with all that belongs to it", () => {
  const lines = ["@cache", "def f(x):", "    if x:", "", "        return 1", "    return 2", "", "try:", "    f(1)", "except:", "    pass", "y = ["], more = ["    1,", "]", "z = 1"];
  const all = [...lines, ...more];
  const range = (line: number): readonly (number | undefined)[] => {
    const portion = portionAtCursor(fileAt(all, line));
    return [portion?.firstLine, portion?.lastLine];
  };
  assert.deepEqual(range(1), [1, 6]);
  assert.deepEqual(range(2), [2, 6]);
  assert.deepEqual(range(3), [3, 5]);
  assert.deepEqual(range(8), [8, 11]);
  assert.deepEqual(range(12), [12, 14]);
  assert.deepEqual(range(15), [15, 15]);
  assert.deepEqual(range(7), [undefined, undefined]);
});
