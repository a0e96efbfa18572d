import assert from "node:assert/strict";
import test from "node:test";
import { OutputTail, textsOf } from "../../../src/Ide.Web/Outputs/OutputTail";

test("What came in a row is fetched at once, and split between the streams again", () => {
  const tail = new OutputTail();
  tail.note({ stream: "stdout", offset: 10, length: 3 });
  tail.note({ stream: "stdout", offset: 13, length: 2 });
  tail.note({ stream: "stderr", offset: 15, length: 4 });
  const wanted = tail.take();
  assert.ok(wanted);
  assert.deepEqual([wanted.offset, wanted.length, wanted.skipped], [10, 9, 0]);
  assert.deepEqual(textsOf(wanted, new TextEncoder().encode("abcdeEEEE")), [
    { stream: "stdout", text: "abcde" },
    { stream: "stderr", text: "EEEE" },
  ]);
  assert.equal(tail.take(), undefined);
});

test("Of a flood only the end is fetched, and the rest is counted", () => {
  const tail = new OutputTail(1_000);
  for (let offset = 0; offset < 100_000; offset += 100) {
    tail.note({ stream: "stdout", offset, length: 100 });
  }

  const wanted = tail.take();
  assert.ok(wanted && wanted.length <= 1_000);
  assert.equal(wanted.offset + wanted.length, 100_000);
  assert.equal(wanted.skipped, wanted.offset);
});

test("A hole ends what is fetched: a result lies in between", () => {
  const tail = new OutputTail();
  tail.note({ stream: "stdout", offset: 0, length: 10 });
  tail.note({ stream: "stdout", offset: 50, length: 10 });
  const wanted = tail.take();
  assert.deepEqual([wanted?.offset, wanted?.length, wanted?.skipped], [50, 10, 10]);
});
