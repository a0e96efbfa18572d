import assert from "node:assert/strict";
import test from "node:test";
import { actionOf } from "../../../src/Ide.Web/Search/ResultKeys";
import type { SearchMatch } from "../../../src/Ide.Web/Search/SearchEvents";
import type { FileChange } from "../../../src/Ide.Web/Workbench/JournalEvents";
import { SearchResults } from "../../../src/Ide.Web/Search/SearchResults";

const match = (line: number): SearchMatch => ({ line, column: 1, length: 1, text: "x", offset: 0 });

function found(): SearchResults {
  const results = new SearchResults();
  results.add("/a", "1", [match(1), match(2)]);
  results.add("/b", "2", [match(3)]);
  return results;
}

const shape = (results: SearchResults): string => results.rows.map((row) => (row.kind === "file" ? row.file.path : row.match.line)).join(" ");

test("Matches stand below their file, and what comes later of a file joins it", () => {
  const results = found();
  results.add("/a", "1", [match(9)]);
  assert.equal(shape(results), "/a 1 2 9 /b 3");
  results.setOpen(results.files, false);
  assert.equal(shape(results), "/a /b");
  assert.equal(results.matchCount, 4);
});

test("What is dismissed is gone, and with its last match the file", () => {
  const results = found();
  results.dismiss(results.rows[1]!);
  assert.equal(shape(results), "/a 2 /b 3");
  results.dismiss(results.rows[3]!);
  assert.equal(shape(results), "/a 2");
  results.dismiss(results.rows[0]!);
  assert.equal(shape(results), "");
});

test("Results are old when one of their files changes or goes, and until the next search", () => {
  const after = (path: string, change: FileChange["change"]): boolean => {
    const results = found();
    results.add("/folder/c", "3", [match(1)]);
    results.filesChanged([{ path: "/other", change: "created" }, { path, change }]);
    return results.isOld;
  };
  assert.deepEqual([after("/a", "modified"), after("/a", "deleted"), after("/folder", "deleted"), after("/", "overflow")], [true, true, true, true]);
  assert.deepEqual([after("/c", "modified"), after("/folder", "modified"), after("/fold", "deleted")], [false, false, false]);

  const results = found();
  let told = 0;
  results.onChange(() => told++);
  results.filesChanged([{ path: "/a", change: "modified" }]);
  results.filesChanged([{ path: "/b", change: "modified" }]);
  assert.deepEqual([results.isOld, told], [true, 1]);
  results.clear();
  assert.equal(results.isOld, false);
});

test("What we replace ourselves makes nothing old, once", () => {
  const results = found();
  results.expectChange("/a");
  results.expectChange("/b");
  results.expectNone("/b");
  results.filesChanged([{ path: "/a", change: "modified" }]);
  assert.equal(results.isOld, false);
  results.filesChanged([{ path: "/a", change: "modified" }]);
  assert.equal(results.isOld, true);
  const others = found();
  others.expectChange("/b");
  others.expectNone("/b");
  others.filesChanged([{ path: "/b", change: "modified" }]);
  assert.equal(others.isOld, true);
});

test("Keys move, fold, open, dismiss and replace as in every tree", () => {
  const rows = found().rows;
  const at = (key: string, index: number, altKey = false): unknown => {
    const action = actionOf({ key, altKey }, rows, index, 2);
    return action?.kind === "select" ? action.index : action?.kind === "fold" ? `fold ${action.isOpen}` : action?.kind;
  };
  assert.deepEqual([at("ArrowDown", 0), at("ArrowDown", 4), at("ArrowUp", 0), at("PageDown", 1), at("End", 0), at("Home", 3)], [1, 4, 0, 3, 4, 0]);
  assert.deepEqual([at("ArrowLeft", 2), at("ArrowLeft", 0), at("ArrowRight", 0), at("Enter", 0)], [0, "fold false", 1, "fold false"]);
  assert.deepEqual([at("Enter", 1), at(" ", 1), at("Delete", 1), at("Enter", 1, true), at("Enter", 0, true), at("x", 1)], ["open", "open", "dismiss", "replace", "replace", undefined]);
  assert.equal(actionOf({ key: "Enter", altKey: false }, [], 0, 2), undefined);
});
