import assert from "node:assert/strict";
import test from "node:test";
import { Pins } from "../../../src/Ide.Web/Outputs/Pins";
import { blockAfter } from "../../../src/Ide.Web/Outputs/FeedKeys";
import { choicesOf, everything, matches, type RunFilter } from "../../../src/Ide.Web/Outputs/RunFilter";
import { titleOf } from "../../../src/Ide.Web/Outputs/Run";
import { RunModel } from "../../../src/Ide.Web/Outputs/RunModel";
import { fileNameOf } from "../../../src/Ide.Web/Outputs/Saving";
import type { JournalEvent, RunStarted } from "../../../src/Ide.Web/Workbench/JournalEvents";

const model = new RunModel();
const events = [
  { type: "run_started", runId: "one", kind: "code", source: "x = 1", actor: "Ann", contextId: "default-python" },
  { type: "output", runId: "one", stream: "stdout", offset: 0, length: 6, text: "Needle" },
  { type: "run_finished", runId: "one", state: "succeeded", duration: 1 },
  { type: "run_started", runId: "two", kind: "command", source: "make", actor: "Bob", sessionId: "default" },
  { type: "error", runId: "two", ename: "E", evalue: "broken pipe", traceback: [] },
  { type: "run_finished", runId: "two", state: "failed", duration: 1 },
  { type: "context_restarted", contextId: "c", actor: "Ann" },
  { type: "run_started", runId: "three", kind: "process", source: "serve", actor: "Bob", processId: "p" },
];
events.forEach((event, at) => model.apply({ at: "", actor: "Ann", seq: at + 1, ...event } as JournalEvent));

function shown(filter: Partial<RunFilter>): readonly string[] {
  return model.entries.filter((entry) => matches(entry, { ...everything, ...filter })).map((entry) => (entry.kind === "run" ? entry.run.id : entry.kind));
}

test("Without a filter everything shows, with one only the runs that match all of it", () => {
  assert.deepEqual(shown({}), ["one", "two", "notice", "three"]);
  assert.deepEqual(shown({ person: "Bob" }), ["two", "three"]);
  assert.deepEqual(shown({ state: "open" }), ["three"]);
  assert.deepEqual(shown({ state: "failed" }), ["two"]);
  assert.deepEqual(shown({ place: "default-python" }), ["one"]);
  assert.deepEqual(shown({ person: "Bob", state: "succeeded" }), []);
});

test("Words are found in code, in what was printed and in errors, whatever their case", () => {
  assert.deepEqual(shown({ text: " needle" }), ["one"]);
  assert.deepEqual(shown({ text: "BROKEN" }), ["two"]);
  assert.deepEqual(shown({ text: "serve" }), ["three"]);
});

test("One can choose from what there is", () => {
  assert.deepEqual(choicesOf(model.entries), { people: ["Ann", "Bob"], places: ["default", "default-python", "processes"] });
});

test("Pins are kept by the browser, each sandbox's apart, and nonsense there is none", () => {
  const kept = new Map<string, string>([["ide.pins.b", "{nonsense"]]);
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
  let changes = 0;
  const pins = new Pins("a", storage, () => changes++);
  pins.toggle("r");
  assert.deepEqual([new Pins("a", storage, () => {}).ids, new Pins("b", storage, () => {}).ids, changes], [["r"], [], 1]);
  pins.toggle("r");
  assert.deepEqual(new Pins("a", storage, () => {}).ids, []);
  for (let at = 0; at < 100; at++) {
    pins.toggle(`r${at}`);
  }

  assert.deepEqual([pins.ids.length, pins.ids[0]], [30, "r70"]);
});

test("J and K go from block to block; arrows do where the block itself has the focus", () => {
  assert.deepEqual([blockAfter("j", 1, 3, false), blockAfter("k", 1, 3, false), blockAfter("j", 2, 3, true)], [2, 0, 2]);
  assert.deepEqual([blockAfter("ArrowDown", 0, 3, true), blockAfter("ArrowDown", 0, 3, false)], [1, undefined]);
  assert.deepEqual([blockAfter("k", -1, 3, true), blockAfter("j", -1, 0, true), blockAfter("x", 1, 3, true)], [2, undefined, undefined]);
  assert.deepEqual([blockAfter("Home", 2, 3, true), blockAfter("End", 0, 3, true)], [0, 2]);
});

test("Files that are saved have names that any system takes", () => {
  assert.deepEqual(["plot.py", "../../etc/passwd", "print('hi')", "...", "ü 日本"].map(fileNameOf), ["plot.py", "etc-passwd", "print-hi", "output", "ü-日本"]);
});

test("A run is called by its file, a part of it by its cell or its line, and other code by its first line", () => {
  const title = (started: Partial<RunStarted>): string => titleOf({ kind: "code", source: "", ...started } as RunStarted);
  const path = "/workspace/src/plot.py";
  assert.equal(title({ path, source: "# %% load\nx = 1" }), "src/plot.py");
  assert.equal(title({ path, firstLine: 3, source: "# %% load data \r\nx = 1" }), "src/plot.py · load data");
  assert.equal(title({ path, firstLine: 3, source: "// %% [javascript] draw\nf()" }), "src/plot.py · draw");
  assert.equal(title({ path, firstLine: 3, source: "# %%\nx = 1" }), "src/plot.py:3");
  assert.equal(title({ path, firstLine: 9, source: "x = 1" }), "src/plot.py:9");
  assert.equal(title({ source: "\n  x = 1\ny = 2" }), "x = 1");
});
