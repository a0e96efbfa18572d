import assert from "node:assert/strict";
import test from "node:test";
import { minimalEdit } from "../../../src/Ide.Web/Editor/MinimalEdit";

const texts = ["", "a", "aa", "aba", "hello world", "hello brave world", "world", "aab", "abab", "ab"];

test("The edit makes the one text of the other, for every pair", () => {
  for (const from of texts) {
    for (const to of texts) {
      const edit = minimalEdit(from, to);
      assert.equal(edit ? from.slice(0, edit.start) + edit.text + from.slice(edit.end) : from, to);
    }
  }
});

test("What both have in common is left alone", () => {
  assert.deepEqual(minimalEdit("hello world", "hello brave world"), { start: 6, end: 6, text: "brave " });
  assert.equal(minimalEdit("same", "same"), undefined);
});
