import assert from "node:assert/strict";
import test from "node:test";
import { Backoff } from "../../../src/Ide.Web/Workbench/Backoff";

test("Pauses double up to the cap, and start small again after a success", () => {
  const backoff = new Backoff({ first: 100, cap: 1_000, random: () => 1 });
  assert.deepEqual([1, 2, 3, 4, 5, 6].map(() => backoff.next()), [100, 200, 400, 800, 1000, 1000]);
  backoff.reset();
  assert.equal(backoff.next(), 100);
});

test("Pauses are spread over their second half, so that not all clients come at once", () => {
  const lowest = new Backoff({ first: 100, cap: 1_000, random: () => 0 });
  assert.deepEqual([lowest.next(), lowest.next()], [50, 100]);
});

test("A thousand failures do not make the pause overflow", () => {
  const backoff = new Backoff({ first: 100, cap: 1_000, random: () => 1 });
  for (let attempt = 0; attempt < 1_000; attempt++) {
    backoff.next();
  }

  assert.equal(backoff.next(), 1_000);
});
