import assert from "node:assert/strict";
import { test } from "node:test";
import { fitOf, fontSizeFor, roomOf } from "../../../src/Ide.Web/Terminals/TerminalScale";

test("a box holds whole cells only, and none while it is not shown", () => {
  assert.deepEqual(roomOf({ width: 805, height: 299 }, { width: 8, height: 15 }), { cols: 100, rows: 19 });
  assert.equal(roomOf({ width: 0, height: 0 }, { width: 8, height: 15 }), undefined);
});

test("who has less room sees the whole grid smaller, who has more sees it framed", () => {
  const grid = { cols: 100, rows: 30 };
  assert.equal(fontSizeFor(13, grid, { cols: 100, rows: 30 }), 13);
  assert.equal(fontSizeFor(13, grid, { cols: 200, rows: 90 }), 13);
  assert.equal(fontSizeFor(13, grid, { cols: 50, rows: 30 }), 6.5);
  assert.equal(fontSizeFor(13, grid, { cols: 80, rows: 10 }), 4);
  assert.equal(fitOf(grid, { cols: 99, rows: 90 }), "scaled");
  assert.equal(fitOf(grid, { cols: 100, rows: 31 }), "framed");
  assert.equal(fitOf(grid, grid), "exact");
});
