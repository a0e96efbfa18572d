import assert from "node:assert/strict";
import test from "node:test";
import { ContextChoices } from "../../../src/Ide.Web/Contexts/ContextChoices";
import { contextName, ContextList } from "../../../src/Ide.Web/Contexts/ContextList";
import type { JournalEvent } from "../../../src/Ide.Web/Workbench/JournalEvents";
import { OpenRuns } from "../../../src/Ide.Web/Workbench/OpenRuns";

const base = { at: "2026-01-01T00:00:00Z", actor: "Ann" };
const made = (contextId: string, more: object = {}): JournalEvent => ({ ...base, type: "context_created", contextId, language: "python", ...more }) as JournalEvent;
const started = (runId: string, actor: string, more: object = {}): JournalEvent =>
  ({ ...base, actor, type: "run_started", runId, kind: "code", source: "1", contextId: "c1", isQueued: true, ...more }) as JournalEvent;

test("The journal makes, names, ends and removes contexts, and another Agent has none of them", () => {
  const list = new ContextList();
  list.apply([made("c1", { name: "Model", isOwn: true }), made("default-python", { isDefault: true })]);
  assert.deepEqual(list.all.map(contextName), ["Model", "Python"]);
  assert.deepEqual([list.get("c1")?.owner, list.get("c1")?.shared], ["Ann", false]);
  list.apply([{ ...base, type: "context_changed", contextId: "c1", name: "Better" }, { ...base, type: "context_ended", contextId: "c1", reason: "killed" }]);
  assert.deepEqual([list.get("c1")?.name, list.get("c1")?.shared, list.get("c1")?.state, list.get("c1")?.reason], ["Better", true, "dead", "killed"]);
  list.apply([{ ...base, type: "context_restarted", contextId: "c1" }]);
  assert.equal(list.get("c1")?.state, "idle");
  list.apply([{ ...base, type: "context_deleted", contextId: "c1" }]);
  assert.equal(list.get("c1"), undefined);
  list.apply([{ ...base, type: "agent_started", journalId: "j" }]);
  assert.deepEqual(list.all, []);
});

test("A file runs where its person has chosen, as long as that can be had, and else in the default", () => {
  const list = new ContextList();
  let kept: string | null = null;
  const store = { read: () => kept, write: (text: string) => void (kept = text) };
  const anns = new ContextChoices(store, list, "Ann");
  assert.equal(anns.current("/a.py", "python"), undefined);
  list.apply([made("default-python", { isDefault: true }), made("own", { isOwn: true }), made("bens", { isOwn: true, actor: "Ben" })]);
  anns.choose("/a.py", "own");
  const later = new ContextChoices(store, list, "Ann");
  assert.deepEqual([later.chosen("/a.py", "python")?.id, later.current("/b.py", "python")?.id], ["own", "default-python"]);
  assert.equal(later.chosen("/a.py", "javascript"), undefined);
  anns.choose("/a.py", "bens");
  assert.equal(anns.current("/a.py", "python")?.id, "default-python", "another's own context is not hers");
  anns.choose("/a.py", "own");
  list.apply([{ ...base, type: "context_deleted", contextId: "own" }]);
  assert.equal(anns.current("/a.py", "python")?.id, "default-python");
});

test("What was kept may be anything", () => {
  for (const text of ["", "{", "{}", "[1]", '[["a"]]', "null"]) {
    assert.equal(new ContextChoices({ read: () => text, write: () => {} }, new ContextList(), "Ann").chosen("/a.py", "python"), undefined);
  }
});

test("Who runs what, who waits behind whom, and who is done", () => {
  const runs = new OpenRuns();
  runs.apply([started("r1", "Ann"), started("r2", "Ben", { path: "/workspace/a.py", firstLine: 3 }), started("r3", "Ann", { contextId: "c2", isQueued: undefined })]);
  runs.apply([{ ...base, type: "run_running", runId: "r2" }]);
  assert.deepEqual(runs.in("c1").map(({ id, state, actor }) => [id, state, actor]), [["r2", "running", "Ben"], ["r1", "queued", "Ann"]]);
  assert.deepEqual(runs.of("Ann").map(({ id }) => id), ["r1", "r3"]);
  runs.apply([{ ...base, type: "run_finished", runId: "r2", state: "succeeded", duration: 1 }]);
  assert.deepEqual(runs.in("c1").map(({ id }) => id), ["r1"]);
  let told = 0;
  runs.onChange(() => told++);
  runs.apply([{ ...base, type: "output", runId: "r1", stream: "stdout", offset: 0, length: 1, text: "x" }]);
  assert.equal(told, 0, "a flood is no news");
  runs.apply([{ ...base, type: "agent_started", journalId: "j" }]);
  assert.deepEqual(runs.all, []);
});
