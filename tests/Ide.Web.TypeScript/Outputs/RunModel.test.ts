import assert from "node:assert/strict";
import test from "node:test";
import type { JournalEvent, RunEvent } from "../../../src/Ide.Web/Workbench/JournalEvents";
import { RunModel } from "../../../src/Ide.Web/Outputs/RunModel";

type Part<T> = T extends RunEvent ? Omit<T, "at" | "actor" | "runId"> & { readonly runId?: string; readonly actor?: string } : never;

function model(...parts: readonly Part<RunEvent>[]): RunModel {
  const made = new RunModel();
  apply(made, { type: "run_started", kind: "code", source: "x", language: "python", contextId: "c" }, ...parts);
  return made;
}

function apply(target: RunModel, ...parts: readonly Part<RunEvent>[]): void {
  parts.forEach((part) => target.apply({ at: "2025-01-01T00:00:00Z", actor: "ann", runId: "r", ...part } as JournalEvent));
}

function output(text: string, offset = 0): Part<RunEvent> {
  return { type: "output", stream: "stdout", offset, length: text.length, text };
}

function result(displayId?: string, more: object = {}): Part<RunEvent> {
  const id = displayId === undefined ? {} : { displayId };
  return { type: "result", offset: 0, length: 2, result: { text: "value" }, ...id, ...more } as Part<RunEvent>;
}

function shape(of: RunModel): unknown {
  return of.get("r")?.items.map((item) => {
    switch (item.kind) {
      case "text":
        return item.screen.text;
      case "result":
        return item.content?.text ?? "to be fetched";
      case "error":
        return item.error.ename;
      case "input":
        return `${item.prompt}${item.answer ? ` ${item.answer.by}: ${item.answer.value ?? "***"}` : ""}`;
      case "note":
        return item.text;
    }
  });
}

test("Prints and results keep their order", () => {
  assert.deepEqual(shape(model(output("a\n"), output("b\n"), result(), output("c\n"))), ["a\nb\n", "value", "c\n"]);
});

test("A run is open until it is finished", () => {
  const made = model();
  assert.deepEqual(made.openRuns.map((run) => run.id), ["r"]);
  apply(made, { type: "run_finished", state: "failed", duration: 12, exitCode: 3, reason: "agent_restarted" });
  const run = made.get("r");
  assert.deepEqual([made.openRuns, run?.state, run?.exitCode, run?.duration], [[], "failed", 3, 12]);
});

test("An update replaces its display wherever that stands, and adds nothing", () => {
  const made = model(result("d"), output("x"), result("d", { isUpdate: true, result: { text: "newer" } }));
  assert.deepEqual(shape(made), ["newer", "x"]);
});

test("An update reaches a display of an earlier run", () => {
  const made = model(result("d"));
  apply(made, { type: "run_started", kind: "code", source: "y", runId: "later" });
  made.takeChanged();
  apply(made, { ...result("d", { isUpdate: true, result: { text: "newer" } }), runId: "later" });
  assert.deepEqual(shape(made), ["newer"]);
  assert.ok([...made.takeChanged()].some((topic) => "id" in topic && topic.id === "r"));
});

test("An update of a display that is not there adds nothing", () => {
  assert.deepEqual(shape(model(result("gone", { isUpdate: true }))), []);
});

test("Clearing takes all away at once", () => {
  assert.deepEqual(shape(model(output("a"), result(), { type: "clear_output", wait: false }, output("b"))), ["b"]);
});

test("Clearing that waits takes all away when the next thing comes, and not if nothing comes", () => {
  const made = model(output("a"), { type: "clear_output", wait: true });
  assert.deepEqual(shape(made), ["a"]);
  apply(made, result());
  assert.deepEqual(shape(made), ["value"]);
  const ended = model(output("a"), { type: "clear_output", wait: true }, { type: "run_finished", state: "succeeded", duration: 1 });
  assert.deepEqual(shape(ended), ["a"]);
});

test("A question is open until somebody answers, and a password is not shown", () => {
  const made = model({ type: "input_request", prompt: "Name?" });
  assert.equal(made.get("r")?.question?.prompt, "Name?");
  apply(made, { type: "input_given", value: "Bo", actor: "bob" }, { type: "input_request", prompt: "Pw", password: true });
  apply(made, { type: "input_given", actor: "bob" });
  assert.deepEqual(shape(made), ["Name? bob: Bo", "Pw bob: ***"]);
  assert.equal(made.get("r")?.question, undefined);
});

test("A question that a finished run left is no question any more", () => {
  const made = model({ type: "input_request", prompt: "?" }, { type: "run_finished", state: "cancelled", duration: 1 });
  assert.equal(made.get("r")?.question, undefined);
});

test("Output without its text is to be fetched, before the result that came after it", () => {
  const made = model({ type: "output", stream: "stdout", offset: 0, length: 100 }, result());
  const run = made.get("r");
  assert.deepEqual(run?.fetches.map(({ wanted }) => [wanted.offset, wanted.length]), [[0, 100]]);
  run?.fetches[0]?.screen.write("late", "stdout");
  assert.deepEqual(shape(made), ["late", "value"]);
});

test("A large result is to be fetched", () => {
  assert.deepEqual(shape(model({ type: "result", offset: 5, length: 90_000 })), ["to be fetched"]);
});

test("Bytes that are no text come as base64 and do no harm", () => {
  assert.deepEqual(shape(model({ type: "output", stream: "stdout", offset: 0, length: 2, text: "/0E=", encoding: "base64" })), ["\ufffdA"]);
});

test("What belongs to a run whose start is no longer kept is left out", () => {
  const made = new RunModel();
  apply(made, output("x"));
  assert.deepEqual([made.entries, made.openRuns], [[], []]);
});

test("The same start twice makes one run", () => {
  const made = model({ type: "run_started", kind: "code", source: "again" });
  assert.equal(made.entries.length, 1);
});

test("A start of the sandbox is news only when something was before it", () => {
  const made = new RunModel();
  const started: JournalEvent = { type: "agent_started", seq: 1, at: "", actor: "system", journalId: "j" };
  made.apply(started);
  assert.equal(made.entries.length, 0);
  apply(made, { type: "run_started", kind: "code", source: "x" });
  made.apply(started);
  assert.equal(made.entries.at(-1)?.kind, "notice");
});

test("A run that waits is queued until its turn comes", () => {
  const made = new RunModel();
  apply(made, { type: "run_started", kind: "code", source: "x", isQueued: true });
  assert.deepEqual([made.get("r")?.state, made.openRuns.length], ["queued", 1]);
  apply(made, { type: "run_running" });
  assert.equal(made.get("r")?.state, "running");
});

/** Ended runs a0 … with two events each, and between them one that goes on. */
function long(most: number, count: number): RunModel {
  const made = new RunModel(most);
  made.apply({ type: "run_started", kind: "process", source: "server", runId: "open", seq: 1, at: "", actor: "ann" });
  for (let at = 0; at < count; at++) {
    made.apply({ type: "run_started", kind: "code", source: "x", runId: `a${at}`, seq: 2 * at + 2, at: "", actor: "ann" });
    made.apply({ type: "run_finished", runId: `a${at}`, state: "succeeded", duration: 1, seq: 2 * at + 3, at: "", actor: "ann" });
  }

  return made;
}

test("The oldest entries are let go in bulk, but for what goes on", () => {
  const made = long(10, 18);
  made.forgetOldest();
  assert.equal(made.entries.length, 19);
  const longer = long(10, 19);
  longer.forgetOldest();
  assert.deepEqual(longer.entries.map((entry) => entry.kind === "run" && entry.run.id), ["open", ...Array.from({ length: 10 }, (_, at) => `a${at + 9}`)]);
  assert.deepEqual([longer.firstSeq, longer.get("a0"), longer.get("open")?.isOpen], [20, undefined, true]);
});

test("What was let go comes back in its place, each run once", () => {
  const made = long(10, 19);
  made.forgetOldest();
  made.prepend(long(100, 12).entries.slice(1), 2);
  assert.deepEqual(made.entries.map((entry) => entry.kind === "run" && entry.run.id), ["open", ...Array.from({ length: 19 }, (_, at) => `a${at}`)]);
  assert.equal(made.firstSeq, 2);
});

test("Few entries that hold very much are let go, too, but never the last ones", () => {
  const made = new RunModel();
  const heavy = 16 * 1024 * 1024;
  for (let at = 0; at < 20; at++) {
    apply(made, { type: "run_started", kind: "code", source: "x", runId: `h${at}` });
    apply(made, { type: "result", runId: `h${at}`, offset: 0, length: heavy });
    apply(made, { type: "run_finished", runId: `h${at}`, state: "succeeded", duration: 1 });
  }

  made.forgetOldest();
  assert.deepEqual(made.entries.map((entry) => entry.kind === "run" && entry.run.id).slice(0, 1), ["h10"]);
  const before = made.entries.length;
  made.forgetOldest();
  assert.equal(made.entries.length, before);
});

test("Of a loop that displays without end the last things are kept, and the others counted", () => {
  const made = model();
  for (let at = 0; at < 2_500; at++) {
    apply(made, result(undefined, { result: { text: String(at) } }));
  }

  const run = made.get("r");
  assert.equal((run?.items.length ?? 0) + (run?.droppedItems ?? 0), 2_500);
  assert.ok((run?.items.length ?? 0) <= 1_000);
  assert.deepEqual(run?.items.at(-1)?.kind === "result" && run.items.at(-1), run?.items.findLast((item) => item.kind === "result" && item.content?.text === "2499"));
});
