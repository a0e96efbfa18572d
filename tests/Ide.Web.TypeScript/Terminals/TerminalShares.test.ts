import assert from "node:assert/strict";
import test from "node:test";
import { evenShares, moveBorder, parseShares } from "../../../src/Ide.Web/Terminals/TerminalShares";

const rounded = (shares: readonly number[]): readonly number[] => shares.map((share) => Math.round(share * 1000) / 1000);

test("A border gives the one what it takes from the other, and leaves the rest alone", () => {
  assert.deepEqual(rounded(moveBorder(evenShares(4), 2, 0.1)), [0.25, 0.35, 0.15, 0.25]);
});

test("However far it is moved, something is left of both", () => {
  assert.deepEqual(rounded(moveBorder([0.5, 0.5], 1, 1)), [0.85, 0.15]);
  assert.deepEqual(rounded(moveBorder([0.5, 0.5], 1, -1)), [0.15, 0.85]);
});

test("Of what was kept only shares of that many are taken", () => {
  assert.deepEqual(parseShares([0.3, 0.7], 2), [0.3, 0.7]);
  for (const kept of [undefined, null, "x", [0.5], [0, 1], [0.5, "0.5"], [Number.NaN, 0.5], { 0: 0.5, 1: 0.5 }]) {
    assert.deepEqual(parseShares(kept, 2), [0.5, 0.5]);
  }
});
