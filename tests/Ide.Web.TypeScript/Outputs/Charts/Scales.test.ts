import assert from "node:assert/strict";
import test from "node:test";
import type { Axis } from "../../../../src/Ide.Web/Outputs/Charts/Chart";
import { niceTicks, numberText, scaleOf, timeTicks } from "../../../../src/Ide.Web/Outputs/Charts/Scales";

const axis: Axis = { label: "", scale: "linear", ticks: [], tickLabels: [], limits: undefined };

test("Ticks are round numbers within the axis", () => {
  assert.deepEqual(niceTicks(0, 10, 5), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(niceTicks(-0.13, 0.21, 4), [-0.1, 0, 0.1, 0.2]);
  assert.deepEqual(niceTicks(1, 1, 5), [1]);
});

test("Numbers stand in proportion, whichever way the axis runs", () => {
  const up = scaleOf({ ...axis, limits: [0, 10] }, [0, 10], 100, 0, false);
  assert.deepEqual([up.place(0), up.place(5), up.place(10)], [100, 50, 0]);
});

test("A logarithmic axis has powers of ten, and no place for what has no logarithm", () => {
  const scale = scaleOf({ ...axis, scale: "log" }, [1, 1000], 0, 300, false);
  assert.deepEqual(scale.ticks.map((tick) => tick.label), ["1", "10", "100", "1,000"]);
  assert.deepEqual([scale.place(0), scale.place(-1), scale.place(10)], [undefined, undefined, 100]);
});

test("Categories have a band each, in the order of the author's ticks", () => {
  const scale = scaleOf({ ...axis, tickLabels: ["b", "a"] }, ["a", "b"], 0, 100, true);
  assert.deepEqual([scale.place("b"), scale.place("a"), scale.place("z"), scale.band], [25, 75, undefined, 50]);
  assert.equal(scale.place(1), 75);
});

test("Months begin on their first day", () => {
  const ticks = timeTicks(Date.UTC(2024, 0, 15), Date.UTC(2024, 5, 15), 5).map((time) => new Date(time).toISOString().slice(0, 10));
  assert.deepEqual(ticks, ["2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01", "2024-06-01"]);
});

test("The author's ticks are taken where they are few and plain", () => {
  const theirs = scaleOf({ ...axis, limits: [0, 4], ticks: [0, 2, 4], tickLabels: ["none", "two", "four"] }, [0, 4], 0, 100, false);
  assert.deepEqual(theirs.ticks.map((tick) => tick.label), ["none", "two", "four"]);
  const formulas = scaleOf({ ...axis, limits: [0, 4], ticks: [0, 4], tickLabels: ["$x$", "$y$"] }, [0, 4], 0, 100, false);
  assert.ok(!formulas.ticks.some((tick) => tick.label.includes("$")));
});

test("Numbers are short, large ones and tiny ones in powers", () => {
  assert.deepEqual([0, 1234.5, 1e9, 0.00001].map(numberText), ["0", "1,234.5", "1e9", "1e-5"]);
});
