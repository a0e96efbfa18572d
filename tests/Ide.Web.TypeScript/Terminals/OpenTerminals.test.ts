import assert from "node:assert/strict";
import { test } from "node:test";
import { announceTerminal, comingTerminal, type OpenTerminal } from "../../../src/Ide.Web/Terminals/OpenTerminals";
import { ManualTimer } from "../Testing/ManualTimer";

const terminal = {} as OpenTerminal;

test("A terminal that is there is had at once, and one that has a tab only as soon as it is mounted", async () => {
  const timer = new ManualTimer();
  const coming = comingTerminal("one", timer);
  announceTerminal("another", {} as OpenTerminal);
  const there = announceTerminal("one", terminal);
  assert.equal(await coming, terminal);
  assert.equal(await comingTerminal("one", timer), terminal);
  there.dispose();
});

test("A terminal that does not come is not waited for for ever", async () => {
  const timer = new ManualTimer();
  const coming = comingTerminal("none", timer);
  timer.advance(10_000);
  assert.equal(await coming, undefined);
});
