import assert from "node:assert/strict";
import test from "node:test";
import { type EditorFile, type Editors, EditorSeat } from "../../../src/Ide.Web/Workbench/EditorSeat";

function editorWith(active: EditorFile | undefined, opened: string[] = []): Editors {
  return {
    active,
    path: active?.path,
    arrived: () => Promise.resolve(active),
    openAt: async (path, line) => void opened.push(`${path}:${line}`),
    save: async () => false,
    isUnsaved: () => false,
    moveTo: () => {},
  };
}

const file: EditorFile = {
  path: "/a.py",
  language: "python",
  text: "1\n",
  selection: { text: "", startLine: 1, endLine: 1 },
  line: 1,
  column: 1,
};

test("Before an editor sits down there is no file, nothing to open, and nothing unsaved", async () => {
  const seat = new EditorSeat();
  await seat.openAt("/a.py", 3);
  assert.deepEqual([seat.active, await seat.arrived(), await seat.save("/a.py")], [undefined, undefined, true]);
});

test("Who listened before the editor came is told that it came, and that it left", () => {
  const seat = new EditorSeat();
  const heard: (string | undefined)[] = [];
  seat.onMove(() => heard.push(seat.active?.path));
  seat.take(editorWith(file)).dispose();
  assert.deepEqual(heard, ["/a.py", undefined]);
});

test("An editor that leaves late does not take the seat of the next one", async () => {
  const seat = new EditorSeat();
  const opened: string[] = [];
  const first = seat.take(editorWith(undefined));
  seat.take(editorWith(file, opened));
  first.dispose();
  await seat.openAt("/b.py", 7);
  assert.deepEqual([seat.active?.path, opened], ["/a.py", ["/b.py:7"]]);
});
