import assert from "node:assert/strict";
import test from "node:test";
import { EventLines, globsOf } from "../../../src/Ide.Web/Search/SearchEvents";

test("Globs are parted by commas that are not in braces", () => {
  assert.deepEqual(globsOf(" *.{ts,js}, src/ ,,{a,{b,c}}"), ["*.{ts,js}", "src/", "{a,{b,c}}"]);
  assert.deepEqual(globsOf("  "), []);
});

test("Events are whole however the stream is cut", () => {
  const stream = 'id: 1\ndata: {"type":"started"}\n\n: keep-alive\n\nid: 2\ndata: {"type":"error","error":"\\n"}\n\n';
  for (let size = 1; size < stream.length; size++) {
    const lines = new EventLines();
    const events = Array.from({ length: Math.ceil(stream.length / size) }, (_, at) => lines.push(stream.slice(at * size, (at + 1) * size))).flat();
    assert.deepEqual(events, [{ type: "started" }, { type: "error", error: "\n" }]);
  }
});
