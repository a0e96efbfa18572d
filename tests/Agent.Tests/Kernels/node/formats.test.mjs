import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Context } from "./driver.mjs";

const TABLE = "application/vnd.ide.table+json";
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

describe("a value", () => {
  let context;
  before(async () => { context = await Context.start(); });
  after(() => context.close());

  test("is JSON too when it is an array or a plain object", async () => {
    assert.deepEqual((await context.result("({ a: [1, null, NaN], d: new Date(0), u: undefined, b: 1n })"))["application/json"],
      { a: [1, null, null], d: "1970-01-01T00:00:00.000Z", u: null, b: "1" });
    assert.equal((await context.result("const cycle = {}; cycle.self = cycle; cycle"))["application/json"], undefined);
    assert.equal((await context.result("[() => 1]"))["application/json"], undefined);
    assert.equal((await context.result("new Map()"))["application/json"], undefined);
  });

  test("is a table too when it is an array of objects", async () => {
    assert.deepEqual((await context.result("[{ n: 1, s: 'a' }, { n: 2.5, d: new Date(0) }]"))[TABLE], {
      columns: ["n", "s", "d"], dtypes: ["number", "string", "date"], index: [0, 1],
      rows: [[1, "a", null], [2.5, null, "1970-01-01T00:00:00.000Z"]], total: 2, truncated: false });
    const long = (await context.result("Array.from({ length: 3000 }, (_, n) => ({ n }))"))[TABLE];
    assert.deepEqual([long.rows.length, long.total, long.truncated], [1000, 3000, true]);
  });

  test("may be an array with holes", async () => {
    assert.equal(await context.value("new Array(5)"), "[ <5 empty items> ]");
    assert.equal(await context.value("[, { a: 1 }]"), "[ <1 empty item>, { a: 1 } ]");
  });

  test("may have getters and proxies that fail", async () => {
    assert.equal(await context.value("[{ get x() { throw 1; } }]"), "[ { x: [Getter] } ]");
    assert.match(await context.value("({ toHTML() { return new Proxy({}, { get() { throw 1; } }); } })"), /toHTML/);
    assert.equal(await context.value("new Proxy({}, { get() { throw 1; }, ownKeys() { throw 2; }, getPrototypeOf() { throw 3; } })"), "{}");
  });

  test("says itself what it is", async () => {
    const data = await context.result(`({ toHTML: () => '<b>', toSVG: () => '<svg/>', toMarkdown: () => '*', toLaTeX: () => '$x$',
      [Symbol.for('Jupyter.display')]: () => ({ 'application/x-own': 'own' }) })`);
    assert.deepEqual([data["text/html"], data["image/svg+xml"], data["text/markdown"], data["text/latex"], data["application/x-own"]],
      ["<b>", "<svg/>", "*", "$x$", "own"]);
  });

  test("keeps its other forms when one of them fails", async () => {
    assert.equal((await context.result("({ toHTML() { throw 1 }, toSVG: () => '<svg/>' })"))["image/svg+xml"], "<svg/>");
  });

  test("is a picture when its bytes are", async () => {
    assert.equal((await context.result(`Buffer.from('${PNG}', 'base64')`))["image/png"], PNG);
    assert.ok((await context.result("new Uint8Array([0xff, 0xd8, 0xff, 0xe0])"))["image/jpeg"]);
    assert.ok((await context.result("Buffer.from('%PDF-1.4')"))["application/pdf"]);
  });

  test("is a Vega-Lite chart when it is a specification of one", async () => {
    const data = await context.result("({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json', mark: 'bar' })");
    assert.equal(data["application/vnd.vegalite.v5+json"].mark, "bar");
  });

  test("is shown by display, in its place, and can be updated and cleared", async () => {
    const events = await context.run(`const shown = display({ a: 1 }, { displayId: 'd' }); display.html('<i>'); shown.update('two');
      display.mime({ 'application/x-own': 1 }); display.clear({ wait: true }); 'last'`);
    assert.deepEqual(events.map((event) => [event.type, event.displayId]), [
      ["display", "d"], ["display", undefined], ["update_display", "d"], ["display", undefined], ["clear_output", undefined],
      ["result", undefined]]);
    assert.equal(events[1].data["text/html"], "<i>");
  });

  test("is refused with a word when it is too large or one of too many", async () => {
    assert.deepEqual(await context.run("display.html('x'.repeat(70 << 20)); undefined"), []);
    await context.until(() => context.stderr.includes("not shown"));
    const events = await context.run("for (let i = 0; i < 10_005; i++) display(i); undefined");
    assert.equal(events.length, 10_000);
    await context.until(() => context.stderr.includes("no longer shown"));
  });
});
