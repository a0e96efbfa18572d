import assert from "node:assert/strict";
import test from "node:test";
import { counted } from "../../../src/Ide.Web/Ui/Counted";
import { shownKeys } from "../../../src/Ide.Web/Ui/Keys";

test("One of something is not several", () => {
  assert.deepEqual([counted(0, "row"), counted(1, "row"), counted(2000, "row")], ["0 rows", "1 row", "2,000 rows"]);
});

test("Keys are shown by what stands on the keyboard", () => {
  assert.equal(shownKeys("Ctrl+Alt+ArrowRight"), "Ctrl+Alt+Right");
  assert.equal(shownKeys("Shift+PageUp"), "Shift+PageUp");
});
