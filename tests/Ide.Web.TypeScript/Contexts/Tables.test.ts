import assert from "node:assert/strict";
import test from "node:test";
import { RowScroll } from "../../../src/Ide.Web/Contexts/RowScroll";
import { asText, blockRows, nextSort, type ReadTable, type TableAnswer, TableWindows } from "../../../src/Ide.Web/Contexts/TableWindows";
import { bytesOf, isDefinition, nextOrder, rowsOf, shapeOf } from "../../../src/Ide.Web/Contexts/VariableRows";

type Request = Parameters<ReadTable>[0];

/** A table whose answers the test gives. */
class Asked {
  readonly requests: Request[] = [];
  readonly #answers: ((answer: TableAnswer) => void)[] = [];
  readonly read: ReadTable = (request) => {
    this.requests.push(request);
    return new Promise((resolve) => this.#answers.push(resolve));
  };

  async answer(at: number, total = 1_000_000): Promise<void> {
    const { offset, limit } = this.requests[at]!;
    const numbers = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, row) => offset + row);
    this.#answers[at]!({
      type: "DataFrame", columns: ["n"], dtypes: ["int64"], index: numbers.map(String), rows: numbers.map((n) => [n]),
      offset, total, size: total, columnOffset: 0, columnTotal: 1,
    });
    await new Promise(setImmediate);
  }
}

test("Only the blocks that are looked at are asked for, two at a time, each once", async () => {
  const asked = new Asked();
  const windows = new TableWindows(asked.read);
  windows.refresh();
  await asked.answer(0);
  windows.want(5 * blockRows, 9 * blockRows - 1);
  windows.want(5 * blockRows, 9 * blockRows - 1);
  assert.deepEqual(asked.requests.map(({ offset }) => offset / blockRows), [0, 5, 6]);
  await asked.answer(1);
  assert.deepEqual(asked.requests.map(({ offset }) => offset / blockRows), [0, 5, 6, 7]);
  assert.deepEqual([windows.row(5 * blockRows)?.cells, windows.row(8 * blockRows)], [[1000], undefined]);
});

test("An answer to an earlier order is dropped", async () => {
  const asked = new Asked();
  const windows = new TableWindows(asked.read);
  windows.refresh();
  windows.look({ columnOffset: 0, sort: [{ column: 0, descending: true }], filter: [] });
  await asked.answer(0);
  assert.equal(windows.row(0), undefined);
  await asked.answer(1, 3);
  assert.deepEqual([windows.row(0)?.cells, windows.head?.total, windows.row(3)], [[0], 3, undefined]);
  windows.want(0, 10 * blockRows);
  assert.equal(asked.requests.length, 2, "nothing is asked for behind the end");
});

test("A refusal is kept and nothing is asked for again by itself", async () => {
  let asked = 0;
  const windows = new TableWindows(() => {
    asked++;
    return Promise.reject(new Error("busy"));
  });
  windows.refresh();
  await new Promise(setImmediate);
  windows.want(0, 10);
  assert.deepEqual([(windows.failure as Error).message, asked], ["busy", 1]);
});

test("A click on a head sorts up, then down, then not", () => {
  const up = nextSort([], 2);
  const down = nextSort(up, 2);
  assert.deepEqual([up, down, nextSort(down, 2), nextSort(down, 1)], [
    [{ column: 2, descending: false }], [{ column: 2, descending: true }], [], [{ column: 1, descending: false }],
  ]);
});

test("What is copied is what spreadsheets take", () => {
  assert.equal(asText([[1, "a\tb", null], [true, 'say "x"', "plain"]]), '1\t"a\tb"\t\ntrue\t"say ""x"""\tplain');
});

test("A short table scrolls pixel by pixel", () => {
  const scroll = new RowScroll(24);
  assert.equal(scroll.resize(100, 240), 2400);
  scroll.scrolled(36);
  assert.deepEqual([scroll.first, scroll.last, scroll.overhang, scroll.top], [1, 11, 12, 36]);
});

test("A table of millions of rows goes row by row with the wheel, and anywhere with the bar", () => {
  const scroll = new RowScroll(24);
  const height = scroll.resize(5_000_000, 480);
  assert.ok(height <= 8_000_000);
  scroll.scrolled(24);
  assert.deepEqual([scroll.first, Math.round(scroll.overhang)], [1, 0]);
  scroll.scrolled(scroll.top + 48);
  assert.equal(scroll.first, 3);
  scroll.scrolled(height - 480);
  assert.equal(scroll.last, 4_999_999);
  scroll.scrolled(height / 2);
  assert.ok(Math.abs(scroll.first - 2_500_000) < 200);
  scroll.reveal(4_000_000);
  assert.ok(scroll.first <= 4_000_000 && scroll.last >= 4_000_000);
  scroll.resize(10, 480);
  assert.deepEqual([scroll.first, scroll.last, scroll.top], [0, 9, 0]);
});

test("Variables are filtered and sorted, sizes with the largest first", () => {
  const variables = [
    { name: "b", type: "int", preview: "1", size: 28 },
    { name: "a", type: "ndarray", preview: "float64", size: 1_234_567, shape: [1000, 3] },
    { name: "c", type: "str", preview: "'Int'" },
  ];
  const bySize = nextOrder({ column: "name", descending: false }, "size");
  assert.deepEqual(rowsOf(variables, "", bySize).map(({ name }) => name), ["a", "b", "c"]);
  assert.deepEqual(rowsOf(variables, "INT", { column: "name", descending: true }).map(({ name }) => name), ["c", "b"]);
  assert.equal(shapeOf(variables[1]!), "1,000 × 3");
  assert.deepEqual([0, 999, 1000, 1_234_567, 250_000_000].map(bytesOf), ["0 B", "999 B", "1.0 KB", "1.2 MB", "250 MB"]);
});

test("What a program is made of is told from what it works on", () => {
  const types = ["function", "type", "module", "DataFrame", "int", "MyClass"];
  assert.deepEqual(types.map((type) => isDefinition({ name: "x", type, preview: "" })), [true, true, true, false, false, false]);
});
