import assert from "node:assert/strict";
import test from "node:test";
import { Reconnection } from "../../../src/Ide.Web/App/Reconnection";
import { Backoff } from "../../../src/Ide.Web/Workbench/Backoff";
import { ManualTimer, settled } from "../Testing/ManualTimer";

function scene(answers: readonly ("back" | "refused" | "away")[]) {
  const timer = new ManualTimer();
  const left = [...answers];
  const counts = { attempts: 0, reloads: 0 };
  const reconnection = new Reconnection(
    async () => {
      counts.attempts++;
      const answer = left.shift();
      if (answer === "away") {
        throw new Error("no server");
      }

      return answer === "back";
    },
    () => counts.reloads++,
    timer,
    new Backoff({ first: 100, cap: 200, random: () => 1 }),
  );
  return { timer, counts, reconnection };
}

test("A circuit that is still there is taken up again", async () => {
  const { counts, reconnection } = scene(["back"]);
  reconnection.start();
  await settled();
  assert.deepEqual(counts, { attempts: 1, reloads: 0 });
});

test("A server that is away is tried again; one that no longer knows the circuit gets a fresh page, once", async () => {
  const { timer, counts, reconnection } = scene(["away", "away", "refused"]);
  reconnection.start();
  await settled();
  for (const pause of [100, 200, 200]) {
    timer.advance(pause);
    await settled();
  }

  assert.deepEqual([counts, timer.waiting], [{ attempts: 3, reloads: 1 }, 0]);
});

test("A circuit that came back by itself ends the attempts", async () => {
  const { timer, counts, reconnection } = scene(["away", "away"]);
  reconnection.start();
  await settled();
  reconnection.stop();
  timer.advance(10_000);
  await settled();
  assert.equal(counts.attempts, 1);
});
