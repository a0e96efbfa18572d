import assert from "node:assert/strict";
import test from "node:test";
import { childrenOf, pathText, previewOf, search } from "../../../../src/Ide.Web/Outputs/Results/JsonPaths";

const value = { name: "Ann", rows: [{ "first name": "Bob", age: 3 }, { age: 33 }], note: null };

test("Paths are written so that they can be pasted into code", () => {
  assert.equal(pathText([]), "$");
  assert.equal(pathText(["rows", 0, "first name"]), '$.rows[0]["first name"]');
});

test("Keys and values are found, in the order of the document", () => {
  const found = (words: string): readonly string[] => search(value, words).matches.map((match) => pathText(match.path));
  assert.deepEqual(found("NAME"), ["$.name", '$.rows[0]["first name"]']);
  assert.deepEqual(found("33"), ["$.rows[1].age"]);
  assert.deepEqual(found("nothing like it"), []);
});

test("A search through what is huge or deep ends, and says so", () => {
  let deep: unknown = "needle";
  for (let depth = 0; depth < 2_000; depth++) {
    deep = [deep];
  }

  assert.equal(search(deep, "needle").matches.length, 1);
  assert.ok(search(Array.from({ length: 500_000 }, () => "x"), "y").isPartial);
});

test("Children come a page at a time", () => {
  assert.deepEqual(childrenOf([1, 2, 3, 4], 1, 2), [[1, 2], [2, 3]]);
  assert.deepEqual(childrenOf("text"), []);
  assert.deepEqual([previewOf([1]), previewOf({}), previewOf("a"), previewOf(null)], ["[1]", "{0}", '"a"', "null"]);
});
