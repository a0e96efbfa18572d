import assert from "node:assert/strict";
import { test } from "node:test";
import type { TerminalState } from "../../../src/Ide.Web/Terminals/TerminalSocket";
import { endedWithSandbox, statusOf } from "../../../src/Ide.Web/Terminals/TerminalStatus";

const live = { kind: "live" } as const;
const away: readonly TerminalState[] = [{ kind: "connecting" }, { kind: "lost", retryAt: 0, attempts: 1 }];

test("A terminal that is there says nothing, one whose program ended says how, also when its sandbox ends after it", () => {
  assert.equal(statusOf({ kind: "open" }, live), undefined);
  assert.equal(statusOf({ kind: "exited", code: 3, signal: undefined }, live), "The program ended with code 3.");
  assert.equal(statusOf({ kind: "exited", code: 137, signal: "SIGKILL" }, { kind: "stopped", detail: "" }), "The program ended by SIGKILL.");
});

test("One that is tried again says so only while that may help: what ended with its sandbox does not come back", () => {
  assert.deepEqual(away.map((state) => statusOf(state, live)), ["Connecting…", "The connection to this terminal was lost. Trying again…"]);
  for (const kind of ["stopped", "failed"] as const) {
    assert.deepEqual(away.map((state) => statusOf(state, { kind, detail: "" })), [endedWithSandbox, endedWithSandbox]);
  }

  assert.deepEqual(away.map((state) => statusOf(state, { kind: "refused", code: "FORBIDDEN", reason: "" })), [undefined, undefined]);
});
