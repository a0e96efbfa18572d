import assert from "node:assert/strict";
import test from "node:test";
import { FollowedFile } from "../../../src/Ide.Web/Explorer/FollowedFile";

const idle = { isShown: true, isBusy: false };
const busy = { isShown: true, isBusy: true };
const away = { isShown: false, isBusy: false };

test("Each file that comes to the front is shown once, and again when it comes back", () => {
  const followed = new FollowedFile();
  const shown = ["a.py", "a.py", "b.py", undefined, "b.py"].map((path) => followed.next(path, idle));
  assert.deepEqual(shown, ["a.py", undefined, "b.py", undefined, "b.py"]);
});

test("Who is at work in the tree is not led away, also not later by the same file", () => {
  const followed = new FollowedFile();
  const shown = [followed.next("a.py", idle), followed.next("b.py", busy), followed.next("b.py", idle), followed.next("c.py", idle)];
  assert.deepEqual(shown, ["a.py", undefined, undefined, "c.py"]);
});

test("The file that a page begins with is shown also where the tree has the keyboard", () => {
  assert.equal(new FollowedFile().next("a.py", busy), "a.py");
});

test("A tree out of sight shows the last of them when it is back", () => {
  const followed = new FollowedFile();
  assert.deepEqual([followed.next("a.py", away), followed.next("b.py", away), followed.next("b.py", idle)], [undefined, undefined, "b.py"]);
});
