import assert from "node:assert/strict";
import test from "node:test";
import { guessColumns, orderOf, sortNumber } from "../../../../src/Ide.Web/Editor/Previews/Tables/Columns";
import { CsvScan } from "../../../../src/Ide.Web/Editor/Previews/Tables/CsvScan";
import { guessSeparator, parseRecords } from "../../../../src/Ide.Web/Editor/Previews/Tables/CsvText";
import { firstRowAt, mostHeight, rowHeight, scrollAt } from "../../../../src/Ide.Web/Editor/Previews/Tables/RowScale";
import { RowCache } from "../../../../src/Ide.Web/Editor/Previews/Tables/RowCache";
import { TableFile } from "../../../../src/Ide.Web/Editor/Previews/Tables/TableFile";

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

/** The same sequence each time, so that what fails once fails again. */
function dice(seed: number): (sides: number) => number {
  return (sides) => ((seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 8) % sides;
}

test("Quotes hold separators, line ends and doubled quotes; what breaks the rules is kept as text", () => {
  assert.deepEqual(parseRecords('a,"b, ""c""\nd",e\r\n,\n"x"y,z"', ","), [["a", 'b, "c"\nd', "e"], ["", ""], ["xy", 'z"']]);
  assert.deepEqual(parseRecords('a,"open\nmore', ","), [["a", "open\nmore"]]);
  assert.deepEqual(parseRecords("", ","), []);
});

test("However a text is cut into chunks, as many records are found in it as are read from it", () => {
  const roll = dice(7);
  const pieces = ['"', '""', ",", "\n", "\r\n", "a", "ü", "😀", "x y", "\r"];
  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: roll(40) }, () => pieces[roll(pieces.length)]).join("");
    const all = bytes(text);
    const scan = new CsvScan(0x2c);
    for (let at = 0; at < all.length; ) {
      const size = 1 + roll(5);
      scan.add(all.subarray(at, at + size));
      at += size;
    }

    scan.finish();
    assert.equal(scan.records, parseRecords(text, ",").length, JSON.stringify(text));
  }
});

test("The separator is what cuts the lines evenly", () => {
  assert.equal(guessSeparator("a;b;c\n1,5;2;3\n2,5;1;1\n", "/x.csv"), ";");
  assert.equal(guessSeparator("a,b\n1,2\n", "/x.csv"), ",");
  assert.equal(guessSeparator("a,b\n", "/x.tsv"), "\t");
  assert.equal(guessSeparator("one\ntwo\n", "/x.csv"), ",");
});

test("Columns are what their values are, gaps aside; names are no numbers", () => {
  const { columns, hasHeader } = guessColumns([["id", "when", "ok", "note"], ["1", "2024-01-02", "true", "x"], ["-2.5e3", "", "FALSE", "4"], ["NaN", "2024-01-02T03:04:05Z", "true", ""]]);
  assert.deepEqual([hasHeader, columns.map((column) => column.type)], [true, ["number", "date", "boolean", "text"]]);
  assert.deepEqual(guessColumns([["1", "2"], ["3", "4"]]).columns.map(({ name }) => name), ["1", "2"]);
});

test("Sorting keeps equal rows in their order, and puts gaps last in both directions", () => {
  const numbers = Float64Array.from(["2", "", "1", "2", "-inf"].map(sortNumber));
  assert.deepEqual([...orderOf(numbers, false)], [4, 2, 0, 3, 1]);
  assert.deepEqual([...orderOf(numbers, true)], [0, 3, 2, 4, 1]);
  assert.deepEqual([...orderOf(["b", "", "a", "b"], true)], [0, 3, 2, 1]);
});

test("A scrollbar of limited height reaches the first row and the last of any table, and goes both ways", () => {
  for (const rows of [10, 400_000, 50_000_000]) {
    const last = Math.max(0, rows - 20);
    const end = scrollAt(last, rows, 20);
    assert.ok(end <= mostHeight);
    assert.ok(Math.abs(firstRowAt(end, rows, 20) - last) < 1e-3);
    assert.equal(firstRowAt(0, rows, 20), 0);
  }

  assert.equal(firstRowAt(rowHeight * 7, 1000, 20), 7);
});

test("A table of many rows is read, sorted and put back as it was, with its text quoted over several lines", async () => {
  const count = 5000;
  const text = `id,text\n${Array.from({ length: count }, (_, row) => `${(row * 7919) % count},"line ${row}\nand, more"`).join("\n")}`;
  const file = new TableFile("/t.csv");
  const all = bytes(text);
  for (let at = 0; at < all.length; at += 1000) {
    file.add(all.slice(at, at + 1000));
  }

  file.finish();
  assert.deepEqual([file.rows, file.columns.map(({ name, type }) => [name, type])], [count, [["id", "number"], ["text", "text"]]]);
  assert.deepEqual(await file.read(4998, 6000), [4998, 4999].map((row) => [`${(row * 7919) % count}`, `line ${row}\nand, more`]));
  await file.sort(0, true);
  assert.deepEqual((await file.read(0, 3)).map(([id]) => id), ["4999", "4998", "4997"]);
  await file.sort(undefined, false);
  assert.deepEqual((await file.read(1, 2))[0]?.[1], "line 1\nand, more");
});

test("Rows are asked for once, and what comes late for another order is not taken", () => {
  const asked: [number, number, number][] = [];
  const cache = new RowCache((...request) => asked.push(request));
  cache.want(10, 30, 1000);
  cache.want(10, 30, 1000);
  assert.deepEqual(asked, [[1, 0, 128]]);
  cache.clear();
  cache.put(1, 0, [["old"]]);
  assert.equal(cache.get(0), undefined);
  cache.want(0, 5, 1000);
  cache.put(2, 0, [["new"]]);
  assert.deepEqual(cache.get(0), ["new"]);
});

test("A block that was asked for while there were fewer rows is asked for again when there are more", () => {
  const asked: number[] = [];
  const cache = new RowCache((_, __, to) => asked.push(to));
  cache.want(0, 5, 5);
  cache.put(1, 0, Array.from({ length: 5 }, () => []));
  cache.want(0, 9, 9);
  assert.deepEqual(asked, [5, 9]);
});
