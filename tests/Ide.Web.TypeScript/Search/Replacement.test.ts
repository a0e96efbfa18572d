import assert from "node:assert/strict";
import test from "node:test";
import { replaceIn } from "../../../src/Ide.Web/Search/Replacement";
import type { SearchMatch } from "../../../src/Ide.Web/Search/SearchEvents";

/** Matches of a word in a text, as the Agent tells them. */
function find(text: string, word: string, replacement: string): SearchMatch[] {
  return text
    .replace(/^\ufeff/, "")
    .split("\n")
    .flatMap((line, index) =>
      [...line.matchAll(new RegExp(word, "g"))].map((match) => ({
        line: index + 1,
        column: match.index + 1,
        length: word.length,
        text: line.replace(/\r$/, ""),
        offset: match.index,
        replacement,
      })),
    );
}

test("All matches are replaced, and nothing else: line ends and byte order mark stay", () => {
  const text = "\ufeffold and old\r\nnothing\r\nold\n";
  const all = find(text, "old", "new");
  assert.deepEqual(replaceIn(text, all, new Set(all)), { text: "\ufeffnew and new\r\nnothing\r\nnew\n", others: [] });
});

test("What is not replaced is found again where it is afterwards", () => {
  const text = "old old old";
  const all = find(text, "old", "longer");
  const replaced = replaceIn(text, all, new Set([all[1]!]));
  assert.equal(replaced?.text, "old longer old");
  assert.deepEqual(replaced?.others.map(({ column, text: line, offset }) => [column, line, offset]), [[1, "old longer old", 0], [12, "old longer old", 11]]);
  const again = replaceIn(replaced.text, replaced.others, new Set(replaced.others));
  assert.equal(again?.text, "longer longer longer");
});

test("A text that is not the one that was searched is left alone", () => {
  const all = find("a old", "old", "new");
  assert.equal(replaceIn("old a", all, new Set(all)), undefined);
  assert.equal(replaceIn("", all, new Set(all)), undefined);
});
