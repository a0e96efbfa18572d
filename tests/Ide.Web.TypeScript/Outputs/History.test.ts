import assert from "node:assert/strict";
import test from "node:test";
import { type ListedRun, whereToJoin } from "../../../src/Ide.Web/Outputs/History";
import { linesIn } from "../../../src/Ide.Web/Outputs/NdJson";

function runs(...starts: readonly number[]): ListedRun[] {
  return starts.map((startSeq) => ({ runId: `r${startSeq}`, state: "succeeded", startSeq }));
}

test("A short history is read from its first event", () => {
  assert.equal(whereToJoin([]), 0);
  assert.equal(whereToJoin(runs(5, 9)), 0);
});

test("Of a long one the latest runs are read", () => {
  const many = runs(...Array.from({ length: 1_000 }, (_, at) => 10 * at + 1));
  assert.equal(whereToJoin(many), 9_500);
});

test("Few runs with very many events are fewer runs still, but never less than the latest", () => {
  assert.equal(whereToJoin(runs(1, 50_000, 97_000, 100_000)), 96_999);
  assert.equal(whereToJoin(runs(1, 900_000)), 899_999);
});

test("What goes on is never left out", () => {
  const many = runs(...Array.from({ length: 1_000 }, (_, at) => 10 * at + 1));
  many[100] = { runId: "server", state: "running", startSeq: 1_001 };
  assert.equal(whereToJoin(many), 1_000);
});

test("Lines come whole however the stream is cut, inside a character too", async () => {
  const bytes = new TextEncoder().encode('{"a":"ü"}\n\n{"b":1}\nend');
  for (let cut = 0; cut <= bytes.length; cut++) {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, cut));
        controller.enqueue(bytes.slice(cut));
        controller.close();
      },
    });
    const lines: string[] = [];
    for await (const line of linesIn(body)) {
      lines.push(line);
    }

    assert.deepEqual(lines, ['{"a":"ü"}', '{"b":1}', "end"]);
  }
});
