// Variables and tables: what is told of them, and that no object of the user's can hold the context up.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { Context } from "./driver.mjs";

const context = await Context.start();

const ask = (name, changes = {}) => context.ask("table", {
  name, offset: 0, limit: 100, columnOffset: 0, columnLimit: 50, sort: [], filter: [], ...changes });

async function table(name, changes) {
  const reply = await ask(name, changes);
  assert.ok(reply.table, JSON.stringify(reply));
  return reply.table;
}

const column = async (name, at, changes) => (await table(name, changes)).rows.map((row) => row[at]);

async function listed() {
  const { variables } = await context.ask("variables");
  return Object.fromEntries(variables.map((each) => [each.name, each]));
}

describe("variables", () => {
  after(async () => { await context.close(); });

  test("say what is in them, and which are tables", async () => {
    await context.run("const people = [{ n: 1 }, { n: 2 }]; const floats = new Float64Array(3); const map = new Map([['a', 1]]); let n = 5");
    const names = await listed();
    assert.deepEqual([names.people.preview, names.people.shape, names.people.isTable], ["[ { n: 1 }, { n: 2 } ]", [2], true]);
    assert.deepEqual([names.floats.isTable, names.map.isTable, names.n.isTable], [true, true, undefined]);
  });

  test("whose own code loops or floods are cut off, and the context goes on", async () => {
    await context.run(`
      class Loops { [Symbol.for("nodejs.util.inspect.custom")]() { for (;;) { try { for (;;) {} } catch {} } } }
      class Floods { [Symbol.for("nodejs.util.inspect.custom")]() { console.log("x".repeat(100000)); return "y".repeat(1e7); } }
      class Lies { get [Symbol.toStringTag]() { for (;;) {} } }
      const loops = new Loops(), floods = new Floods(), lies = new Lies();`);
    const names = await listed();
    assert.equal(names.loops.preview, "<Loops>");
    assert.equal(names.floods.preview.length, 200);
    assert.equal(context.stdout, "");
    assert.equal(await context.value("1 + 1"), "2");
  });

  test("are read a window at a time", async () => {
    await context.run("const rows = Array.from({ length: 1000 }, (_, i) => ({ n: i, t: `row ${i}` }))");
    const { columns, dtypes, rows, index, total } = await table("rows", { offset: 995 });
    assert.deepEqual([columns, dtypes, rows.length, rows[0], index[0], total], [["n", "t"], ["number", "string"], 5, [995, "row 995"], "995", 1000]);
    assert.deepEqual((await table("rows", { columnOffset: 1 })).columns, ["t"]);
  });

  test("are sorted stably, with what is missing last", async () => {
    await context.run("const gaps = [{ v: 2, k: 0 }, { k: 1 }, { v: 1, k: 2 }, { v: 2, k: 3 }]");
    assert.deepEqual(await column("gaps", 1, { sort: [{ column: 0, descending: false }] }), [2, 0, 3, 1]);
    assert.deepEqual(await column("gaps", 1, { sort: [{ column: 0, descending: true }] }), [0, 3, 2, 1]);
    await context.run("gaps[1].v = 0");
    assert.deepEqual(await column("gaps", 1, { sort: [{ column: 0, descending: false }] }), [1, 2, 0, 3], "after a run");
  });

  test("are filtered", async () => {
    const filter = [{ column: 0, op: "atLeast", value: "10" }, { column: 1, op: "contains", value: "ROW 99" }];
    assert.deepEqual(await column("rows", 0, { filter }), [99, 990, 991, 992, 993, 994, 995, 996, 997, 998, 999]);
    assert.equal((await ask("rows", { filter: [{ column: 0, op: "less", value: "many" }] })).refusal, "many is no number.");
  });

  test("that are none are refused", async () => {
    assert.equal((await ask("nosuch")).refusal, "There is no variable nosuch.");
    assert.equal((await ask("n")).refusal, "This is no table.");
    assert.equal((await ask("rows", { sort: [{ column: 9, descending: false }] })).refusal, "There is no column 9.");
  });
});
