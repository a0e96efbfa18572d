import assert from "node:assert/strict";
import test from "node:test";
import type { JournalEvent } from "../../../src/Ide.Web/Workbench/JournalEvents";
import { countsOf, OpenRuns } from "../../../src/Ide.Web/Workbench/OpenRuns";

const started = (runId: string, isQueued = false) =>
  ({ type: "run_started", seq: 1, at: "2026-01-01T00:00:00Z", actor: "ann", runId, kind: "code", source: "1", isQueued }) as JournalEvent;
const running = (runId: string) => ({ type: "run_running", seq: 1, at: "", actor: "ann", runId }) as JournalEvent;
const finished = (runId: string) => ({ type: "run_finished", seq: 1, at: "", actor: "ann", runId, state: "succeeded", duration: 1 }) as JournalEvent;

test("What waits is not counted as running", () => {
  const runs = new OpenRuns();
  const counts: string[] = [];
  runs.onChange(() => counts.push(countsOf(runs.all)));
  runs.apply([started("a")]);
  runs.apply([started("b", true), started("c", true)]);
  runs.apply([finished("a"), running("b")]);
  runs.apply([finished("b")]);
  runs.apply([finished("c")]);
  assert.deepEqual(counts, ["1 running", "1 running, 2 waiting", "1 running, 1 waiting", "1 waiting", ""]);
});
