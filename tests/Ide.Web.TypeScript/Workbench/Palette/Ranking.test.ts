import assert from "node:assert/strict";
import test from "node:test";
import { fuzzyPath } from "../../../../src/Ide.Web/Workbench/Palette/Fuzzy";
import { inSlices, ranking } from "../../../../src/Ide.Web/Workbench/Palette/Ranking";

const paths = Array.from({ length: 50_000 }, (_, index) => `packages/part-${index % 97}/src/module_${index}.ts`);

test("Only the best are kept, best first, and equals in their order", async () => {
  const scores = [3, 9, 1, 9, 7, 2];
  const best = await inSlices(
    ranking(scores, (score) => ({ score, positions: [] }), 3),
    new AbortController().signal,
    () => Promise.resolve(),
  );
  assert.deepEqual(best?.map(({ score }) => score), [9, 9, 7]);
});

test("Fifty thousand paths are searched in slices that leave the page its frames", async () => {
  let now = 0;
  let pauses = 0;
  const best = await inSlices(
    ranking(paths, (path) => fuzzyPath("mod4242", path), 60),
    new AbortController().signal,
    () => {
      pauses++;
      return Promise.resolve();
    },
    // A clock that each look moves on by one millisecond.
    () => now++,
  );
  assert.equal(best?.[0]?.item.endsWith("module_4242.ts"), true);
  assert.ok(pauses > 20, `${pauses}`);
});

test("A search that is overtaken ends without an answer", async () => {
  const overtaken = new AbortController();
  let now = 0;
  const best = await inSlices(
    ranking(paths, (path) => fuzzyPath("module", path), 60),
    overtaken.signal,
    () => Promise.resolve(overtaken.abort()),
    () => now++,
  );
  assert.equal(best, undefined);
});
