import assert from "node:assert/strict";
import { test } from "node:test";
import { Following } from "../../../src/Ide.Web/Presence/Following";
import { LookReporter, type Report } from "../../../src/Ide.Web/Presence/LookReporter";
import { nameAndRole, Roster } from "../../../src/Ide.Web/Presence/Roster";
import type { JournalEvent, Look, Person } from "../../../src/Ide.Web/Workbench/JournalEvents";

const base = { at: "2026-01-01T00:00:00Z", actor: "Ann" };
const ann: Person = { name: "Ann", role: "editor", id: "1" };
const program: Person = { name: "Ann", role: "editor", id: "2", isProgram: true };
const bob: Person = { name: "bob", role: "viewer", id: "3" };
const presence = (...people: readonly Person[]): JournalEvent => ({ ...base, type: "presence", people });
const moved = (...people: readonly Person[]): JournalEvent => ({ ...base, type: "presence_moved", people });
const at = (path: string, line: number): Look => ({ pane: "editor", path, line });

test("who moved replaces what was known of them, and nobody else", () => {
  const roster = new Roster("bob");
  roster.apply([presence(ann, bob), moved({ ...ann, look: at("/workspace/a.py", 3) })]);
  assert.deepEqual(roster.people.map(({ id, look, isMe }) => [id, look?.line, isMe]), [["1", 3, false], ["3", undefined, true]]);
  assert.equal(roster.whereabouts(roster.people[0]?.look), "a.py:3");
  roster.apply([moved({ ...bob, id: "9" })]);
  assert.equal(roster.people.length, 2);
});

test("two of the same name are told apart, also when they differ only in how they are written", () => {
  const roster = new Roster("x", [ann, program, { ...ann, id: "4", name: "ann" }]);
  assert.deepEqual(roster.people.map(({ label }) => label), ["Ann", "Ann (program)", "ann (3)"]);
});

test("a role that is the person's name is not said twice", () => {
  assert.equal(nameAndRole({ label: "owner", isMe: true, role: "owner" }), "owner (you)");
  assert.equal(nameAndRole({ label: "Ann", isMe: false, role: "owner" }), "Ann · owner");
});

test("what somebody runs shows until it ends, and not after the past was replaced", () => {
  const roster = new Roster("bob", [ann, bob]);
  const start = (runId: string): JournalEvent => ({ ...base, type: "run_started", runId, kind: "code", source: "x = 1\ny", seq: 1 });
  roster.apply([start("r1"), { ...start("r2"), path: "/workspace/plot.py" } as JournalEvent]);
  assert.deepEqual(roster.people[0]?.running, ["x = 1", "plot.py"]);
  roster.apply([{ ...base, type: "run_finished", runId: "r1", state: "succeeded", duration: 1 }]);
  assert.deepEqual(roster.people[0]?.running, ["plot.py"]);
  roster.reset();
  assert.deepEqual(roster.people[0]?.running, []);
});

test("no file and no terminal is called by what does not show or shows as another", () => {
  const roster = new Roster("bob", [ann]);
  roster.apply([
    { ...base, type: "terminal_opened", terminalId: "t", name: "caf\uefe9" } as JournalEvent,
    { ...base, type: "run_started", runId: "r", kind: "code", source: "", seq: 1, path: "/workspace/photo\u202egpj.py" },
  ]);
  assert.deepEqual(roster.people[0]?.running, ["photo\\u202egpj.py"]);
  assert.equal(roster.whereabouts({ pane: "terminals", terminalId: "t" }), "caf\\xe9");
  assert.equal(roster.whereabouts(at("/workspace/two\nlines.py", 3)), "two\\nlines.py:3");
});

test("following goes where they go, once for each place, and ends when they leave", () => {
  const roster = new Roster("bob", [{ ...ann, look: at("/a", 1) }, bob]);
  const following = new Following();
  const places: string[] = [];
  following.onMove(({ path, line }) => places.push(`${path}:${line}`));
  following.follow(roster.people[0]!);
  following.update(roster.people);
  roster.apply([moved({ ...ann, look: at("/a", 2) })]);
  following.update(roster.people);
  assert.deepEqual(places, ["/a:1", "/a:2"]);
  roster.apply([presence(bob)]);
  following.update(roster.people);
  assert.equal(following.who, undefined);
});

test("a place is reported at once, then the latest of many, and again on a new connection", async () => {
  const sent: Report[] = [];
  let later: (() => void) | undefined;
  const reporter = new LookReporter(
    (report) => {
      sent.push(report);
      return Promise.resolve();
    },
    { now: () => 0, after: (_pause, action) => ((later = action), () => {}) },
  );
  const look = (line: number): Report => ({ ...at("/a", line), isAway: false });
  reporter.report(look(1));
  reporter.report(look(2));
  reporter.report(look(3));
  assert.deepEqual(sent.map(({ line }) => line), [1]);
  later?.();
  later?.();
  reporter.report(look(3));
  assert.deepEqual(sent.map(({ line }) => line), [1, 3]);
  reporter.again();
  assert.equal(sent.length, 3);
});
