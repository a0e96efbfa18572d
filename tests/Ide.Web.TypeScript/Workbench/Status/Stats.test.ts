import assert from "node:assert/strict";
import test from "node:test";
import { bytesOf, type SandboxStats, sparkline, StatsHistory } from "../../../../src/Ide.Web/Workbench/Status/Stats";
import { StatsPoll } from "../../../../src/Ide.Web/Workbench/Status/StatsPoll";
import { ManualTimer, settled } from "../../Testing/ManualTimer";

function stats(second: number, usedSeconds: number): SandboxStats {
  return {
    memory: { usedBytes: 1_000, agentBytes: 1 },
    cpu: { usedSeconds, count: 2 },
    processes: 1,
    disk: { usedBytes: 1, freeBytes: 1, totalBytes: 2 },
    timestamp: new Date(second * 1_000).toISOString(),
  };
}

test("Busy processors are time used by time passed; a sandbox that starts anew and a repeated sample give none", () => {
  const history = new StatsHistory();
  [stats(0, 10), stats(2, 13), stats(2, 13), stats(4, 0), stats(5, 1)].forEach((sample) => history.add(sample));
  assert.deepEqual(history.samples.map(({ busy }) => busy), [undefined, 1.5, undefined, 1]);
});

test("The history is bounded", () => {
  const history = new StatsHistory();
  for (let second = 0; second < 100; second++) {
    history.add(stats(second, second));
  }

  assert.equal(history.samples.length, StatsHistory.most);
});

test("A sparkline ends at the right and stays in its box", () => {
  assert.equal(sparkline([0, 5, 99], 10, 39, 10), "37.0,10.0 38.0,5.0 39.0,0.0");
  assert.equal(sparkline([], 0, 39, 10), "");
});

test("Sizes are read at a glance", () => {
  assert.deepEqual([0, 999, 2_048, 327_155_712, 1_503_238_553].map(bytesOf), ["0 MB", "999 B", "2 KB", "312 MB", "1.4 GB"]);
});

test("Nothing is asked while nobody looks, and one question at a time while somebody does", async () => {
  const timer = new ManualTimer();
  let asked = 0;
  let answer = (): void => {};
  const shown: (number | undefined)[] = [];
  const poll = new StatsPoll(
    () => new Promise<number>((resolve) => (answer = () => resolve(++asked))),
    (value) => shown.push(value),
    timer,
  );

  timer.advance(60_000);
  poll.watch(true);
  poll.watch(false);
  poll.watch(true);
  answer();
  await settled();
  timer.advance(3_000);
  answer();
  await settled();
  poll.watch(false);
  timer.advance(60_000);

  assert.equal(asked, 2);
  assert.deepEqual(shown, [1, 2]);
});
