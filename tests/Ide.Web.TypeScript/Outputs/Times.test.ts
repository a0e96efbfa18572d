import assert from "node:assert/strict";
import test from "node:test";
import { durationOf } from "../../../src/Ide.Web/Outputs/Times";
import { size } from "../../../src/Ide.Web/Outputs/Sizes";

test("Durations read at a glance", () => {
  assert.deepEqual([0.4, 999, 1_000, 59_940, 61_000, 3_725_000].map(durationOf), ["0 ms", "999 ms", "1.0 s", "59.9 s", "1:01 min", "1:02 h"]);
});

test("Sizes read at a glance", () => {
  assert.deepEqual([12, 2_048, 30_000_000].map(size), ["12 bytes", "2.0 KB", "29 MB"]);
});
