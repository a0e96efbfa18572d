import assert from "node:assert/strict";
import test from "node:test";
import { EventSequencer } from "../../../src/Ide.Web/Workbench/EventSequencer";
import type { JournalEvent } from "../../../src/Ide.Web/Workbench/JournalEvents";

function at(...seqs: readonly number[]): JournalEvent[] {
  return seqs.map((seq) => ({ seq, at: "", actor: "ann", type: "session_created", sessionId: "s" }));
}

function started(seq: number, journalId: string): JournalEvent {
  return { seq, at: "", actor: "system", type: "agent_started", journalId };
}

function seqs(events: readonly JournalEvent[]): (number | undefined)[] {
  return events.map((event) => event.seq);
}

test("What a reconnect repeats is let through once", () => {
  const sequencer = new EventSequencer();
  assert.deepEqual(seqs(sequencer.accept(at(1, 2, 3)).events), [1, 2, 3]);
  assert.deepEqual(seqs(sequencer.accept(at(2, 3, 4)).events), [4]);
  assert.equal(sequencer.last, 4);
});

test("A hole is asked for again, and what the server then leaves out is taken as gone", () => {
  const sequencer = new EventSequencer();
  const first = sequencer.accept(at(1, 2, 5));
  assert.deepEqual([seqs(first.events), first.gap, sequencer.last], [[1, 2], true, 2]);
  const again = sequencer.accept(at(5, 6));
  assert.deepEqual([seqs(again.events), again.gap], [[5, 6], false]);
});

test("A second hole is asked for again too", () => {
  const sequencer = new EventSequencer();
  sequencer.accept(at(1, 3));
  sequencer.accept(at(2, 3, 4));
  assert.equal(sequencer.accept(at(9)).gap, true);
});

test("History that is no longer kept is no hole", () => {
  const sequencer = new EventSequencer();
  const { events, gap } = sequencer.accept([{ type: "truncated", at: "", actor: "system", firstSeq: 40 }, ...at(40, 41)]);
  assert.deepEqual([seqs(events), gap], [[undefined, 40, 41], false]);
});

test("Another journal means starting over; the same one, told again, does not", () => {
  const sequencer = new EventSequencer();
  sequencer.accept([started(1, "a")]);
  assert.equal(sequencer.accept([started(2, "a")]).reset, false);
  assert.equal(sequencer.accept([started(3, "b")]).reset, true);
  sequencer.restart();
  assert.deepEqual(seqs(sequencer.accept([started(1, "b"), ...at(2)]).events), [1, 2]);
});

test("What has no number is let through as it comes", () => {
  const sequencer = new EventSequencer();
  sequencer.accept(at(1));
  const presence: JournalEvent = { type: "presence", at: "", actor: "system", people: [] };
  assert.deepEqual(sequencer.accept([presence, presence]).events.length, 2);
});
