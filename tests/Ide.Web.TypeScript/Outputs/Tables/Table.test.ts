import assert from "node:assert/strict";
import test from "node:test";
import { separatedValues } from "../../../../src/Ide.Web/Outputs/Tables/SeparatedValues";
import { linesOf, nextOrder, rowsInOrder, shownNumber, type Table, tableOf } from "../../../../src/Ide.Web/Outputs/Tables/Table";

function table(rows: readonly unknown[][], more: object = {}): Table {
  return tableOf({ columns: rows[0]?.map((_, at) => `c${at}`) ?? [], rows, ...more }) as Table;
}

test("Columns sort up, down, and back to how they came", () => {
  const numbers = table([[10], [9], [100]]);
  assert.deepEqual(rowsInOrder(numbers, { column: 0, descending: false }), [1, 0, 2]);
  assert.deepEqual(rowsInOrder(numbers, { column: 0, descending: true }), [2, 0, 1]);
  assert.deepEqual(rowsInOrder(numbers, undefined), [0, 1, 2]);
  const first = nextOrder(undefined, 0);
  assert.deepEqual([first, nextOrder(first, 0), nextOrder(nextOrder(first, 0), 0)], [{ column: 0, descending: false }, { column: 0, descending: true }, undefined]);
  assert.deepEqual(nextOrder(first, 1), { column: 1, descending: false });
});

test("What is missing comes last either way, text after numbers, and text as people order it", () => {
  const mixed = table([["b10"], [null], ["b9"], [3], ["A"]]);
  assert.deepEqual(rowsInOrder(mixed, { column: 0, descending: false }), [3, 4, 2, 0, 1]);
  assert.deepEqual(rowsInOrder(mixed, { column: 0, descending: true }), [0, 2, 4, 3, 1]);
});

test("A number shows six decimals, a small one six digits, and a whole one all of it", () => {
  const shown = [1211.8333333333333, 0.137, -0.26496350364963506, 1.234567891e-7, 12345678901, 0.1 + 0.2, 1e21].map(shownNumber);
  assert.deepEqual(shown, ["1211.833333", "0.137", "-0.264964", "1.23457e-7", "12345678901", "0.3", "1e+21"]);
  assert.deepEqual(linesOf(table([[0.12345678901]]), [0]), [["c0"], ["0.12345678901"]]);
});

test("Equal rows stay as they came", () => {
  assert.deepEqual(rowsInOrder(table([[1, "a"], [1, "b"], [0, "c"]]), { column: 0, descending: true }), [0, 1, 2]);
});

test("The rows' names are a column of their own, to sort by and to take along", () => {
  const named = table([[1], [2]], { index: ["z", "a"] });
  const rows = rowsInOrder(named, { column: -1, descending: false });
  assert.deepEqual(linesOf(named, rows), [["", "c0"], ["a", "2"], ["z", "1"]]);
});

test("Rows that are too short or too long are as long as there are columns", () => {
  assert.deepEqual(tableOf({ columns: ["a", "b"], rows: [[1], [1, 2, 3], "no row"] })?.rows, [[1, null], [1, 2]]);
});

test("A table says what it does not have", () => {
  const part = table([[1]], { total: 1_000_000, truncated: true });
  assert.deepEqual([part.total, part.isTruncated, part.rows.length], [1_000_000, true, 1]);
  assert.equal(table([[1], [2]], { total: -5 }).total, 2);
});

test("Cells with the separator, quotes or line breaks are quoted", () => {
  assert.equal(separatedValues([["a", 'say "x"'], ["1,5", "two\nlines"]], ","), 'a,"say ""x"""\r\n"1,5","two\nlines"\r\n');
  assert.equal(separatedValues([["1,5", "a\tb"]], "\t"), '1,5\t"a\tb"\r\n');
});
