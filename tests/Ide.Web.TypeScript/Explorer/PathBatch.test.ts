import assert from "node:assert/strict";
import test from "node:test";
import { PathBatch } from "../../../src/Ide.Web/Explorer/PathBatch";
import { settled } from "../Testing/ManualTimer";

test("While one message is out, what changes is gathered for the next", async () => {
  const told: (readonly string[])[] = [];
  let release = (): void => {};
  const batch = new PathBatch((paths) => {
    told.push(paths);
    return new Promise((resolve) => (release = resolve));
  });
  batch.add(["/a"]);
  batch.add(["/b"]);
  batch.add(["/b", "/c"]);
  assert.deepEqual(told, [["/a"]]);
  release();
  await settled();
  assert.deepEqual(told, [["/a"], ["/b", "/c"]]);
});

test("Of thousands of changes only their folders are told", async () => {
  const told: (readonly string[])[] = [];
  const batch = new PathBatch(async (paths) => void told.push(paths));
  batch.add(Array.from({ length: 5_000 }, (_, index) => `/workspace/${index % 3}/file${index}`));
  await settled();
  assert.deepEqual(told[0]?.toSorted(), ["/workspace/0", "/workspace/1", "/workspace/2"]);
});

test("Of changes in too many folders it is told that everything may be different", async () => {
  const told: (readonly string[])[] = [];
  const batch = new PathBatch(async (paths) => void told.push(paths));
  batch.add(Array.from({ length: 5_000 }, (_, index) => `/workspace/${index}/file`));
  await settled();
  assert.deepEqual(told, [["/"]]);
});

test("A listener that fails does not stop the next message", async () => {
  let calls = 0;
  const batch = new PathBatch(async () => {
    calls++;
    throw new Error("no circuit");
  });
  batch.add(["/a"]);
  await settled();
  batch.add(["/b"]);
  await settled();
  assert.equal(calls, 2);
});
