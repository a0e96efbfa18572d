import assert from "node:assert/strict";
import test from "node:test";
import { RunsTogether } from "../../../src/Ide.Web/Contexts/RunsTogether";
import { Emitter } from "../../../src/Ide.Web/Workbench/Emitter";
import type { JournalEvent, RunFinished } from "../../../src/Ide.Web/Workbench/JournalEvents";

function scene() {
  const events = new Emitter<readonly JournalEvent[]>();
  const stopped: string[] = [];
  let listening = 0;
  const together = new RunsTogether({
    onEvents: (listener) => {
      const held = events.on(listener);
      listening++;
      return {
        dispose: () => {
          held.dispose();
          listening = 0;
        },
      };
    },
    invoke: async <T>(_: string, ...args: readonly unknown[]) => void stopped.push(String(args[0])) as T,
  });
  const ends = (runId: string, state: RunFinished["state"]): void =>
    events.emit([{ at: "", actor: "ann", type: "run_finished", runId, state, duration: 1 } as JournalEvent]);
  return { together, stopped, ends, isListening: () => listening > 0 };
}

test("What waits behind a cell that fails is ended, and what is not begun is not", () => {
  const { together, stopped, ends, isListening } = scene();
  ["one", "two", "three", "four"].forEach((id) => together.add(id));
  ends("one", "succeeded");
  ends("another's", "failed");
  assert.deepEqual([stopped, together.hasFailed], [[], false]);
  ends("two", "failed");
  assert.deepEqual([stopped, together.hasFailed, isListening()], [["three", "four"], true, false]);
});

test("Cells that all succeed end nothing, and are let go of with the last", () => {
  const { together, stopped, ends, isListening } = scene();
  together.add("one");
  ends("one", "succeeded");
  assert.equal(isListening(), true);
  together.add("two");
  together.complete();
  ends("two", "succeeded");
  assert.deepEqual([stopped, together.hasFailed, isListening()], [[], false, false]);
});
