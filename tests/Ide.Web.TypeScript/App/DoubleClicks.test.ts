import assert from "node:assert/strict";
import test from "node:test";
import { DoubleClicks } from "../../../src/Ide.Web/App/DoubleClicks";

test("The second click counts where the first one did, and not on what came in between", () => {
  const clicks = new DoubleClicks<string>();
  const all = [clicks.counts(1, "remove"), clicks.counts(2, "really remove"), clicks.counts(3, "remove"), clicks.counts(1, "really remove"), clicks.counts(2, "really remove")];
  assert.deepEqual(all, [true, false, true, true, true]);
});

test("A button that does something else since the first click is another one", () => {
  const clicks = new DoubleClicks<string>();
  assert.deepEqual([clicks.counts(1, "stop or start", "stop"), clicks.counts(2, "stop or start", "start"), clicks.counts(1, "stop or start", "start")], [true, false, true]);
});

test("The keyboard and what is no button are none of its business", () => {
  const clicks = new DoubleClicks<string>();
  assert.deepEqual([clicks.counts(1, undefined), clicks.counts(2, undefined), clicks.counts(0, "run"), clicks.counts(0, "stop")], [true, true, true, true]);
  clicks.counts(1, undefined);
  assert.equal(clicks.counts(2, "what the first click opened"), false);
});
