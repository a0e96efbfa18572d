import assert from "node:assert/strict";
import test from "node:test";
import { AnswerDrafts } from "../../../src/Ide.Web/Outputs/AnswerDrafts";

function storage(): Pick<Storage, "getItem" | "setItem"> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

test("What was typed as an answer is there again in the next page, for its question and its sandbox alone", () => {
  const tab = storage();
  new AnswerDrafts("box", tab).of("run-1", 7).keep("half an ans");
  const next = new AnswerDrafts("box", tab);
  assert.deepEqual(
    [next.of("run-1", 7).text, next.of("run-1", 9).text, next.of("run-2", 7).text, new AnswerDrafts("other", tab).of("run-1", 7).text],
    ["half an ans", "", "", ""],
  );
});

test("An answer that was sent or emptied is kept no longer", () => {
  const drafts = new AnswerDrafts("box", storage());
  drafts.of("run-1", 7).keep("a");
  drafts.of("run-1", 7).keep("");
  assert.equal(drafts.of("run-1", 7).text, "");
});

test("Of many answers the latest are kept", () => {
  const drafts = new AnswerDrafts("box", storage());
  Array.from({ length: 30 }, (_, seq) => drafts.of("run", seq + 1).keep("x"));
  assert.deepEqual([drafts.of("run", 10).text, drafts.of("run", 11).text], ["", "x"]);
});

test("A tab that keeps nothing, or nonsense, or has no room costs nobody an answer", () => {
  const full = { getItem: () => "{", setItem: () => { throw new Error("full"); } };
  const drafts = new AnswerDrafts("box", full);
  drafts.of("run", 1).keep("a");
  assert.deepEqual([drafts.of("run", 1).text, new AnswerDrafts("box", undefined).of("run", 1).text], ["", ""]);
});
