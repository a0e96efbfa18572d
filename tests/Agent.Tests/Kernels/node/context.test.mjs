import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { Context } from "./driver.mjs";

describe("a JavaScript context", () => {
  let context;
  before(async () => { context = await Context.start(); });
  after(async () => assert.deepEqual(await context.close(), { code: 0, signal: null }));

  test("keeps const, let, class and function for the next run, which may declare them again", async () => {
    await context.run("const a = 1; let b = 2; class C { m() { return 3; } } function f() { return a + b; }");
    assert.equal(await context.value("f() + new C().m()"), "6");
    assert.equal(await context.value("const a = 10; class C {}; let b = 20; function f() { return a * b } f()"), "200");
  });

  test("keeps a constant constant", async () => {
    await context.run("const fixed = 1");
    assert.equal((await context.error("fixed = 2")).ename, "TypeError");
  });

  test("gives the value of the last expression, or of the promise that it is", async () => {
    assert.equal(await context.value("'text'"), "'text'");
    assert.equal(await context.value("-0"), "-0");
    assert.equal(await context.value("10n ** 20n"), "100000000000000000000n");
    assert.equal(await context.value("Symbol('s')"), "Symbol(s)");
    assert.equal(await context.value("NaN"), "NaN");
    assert.equal(await context.value("({ a: 1 })"), "{ a: 1 }");
    assert.equal(await context.value("async function main() { return 'done' }\nmain()"), "'done'");
    assert.deepEqual(await context.run("undefined"), []);
  });

  test("awaits at the top", async () => {
    assert.equal(await context.value("const late = await new Promise(r => setTimeout(() => r(5), 5)); late * 2"), "10");
  });

  test("imports in every way, and keeps what was imported", async () => {
    assert.equal(await context.value(
      "import fs, { readFileSync as read } from 'node:fs';\nimport * as os from 'node:os';\nimport 'node:path';\ntypeof fs.existsSync + typeof read + typeof os.cpus"),
    "'functionfunctionfunction'");
    assert.equal(await context.value("typeof read"), "'function'");
    assert.equal(await context.value("(await import('node:url')).URL === URL"), "true");
    assert.equal(await context.value("require('fs') === fs"), "true");
    assert.equal(await context.value("export const shared = 4; export default shared; shared"), "4");
    assert.equal(await context.value("typeof import.meta.url"), "'string'");
    assert.equal(await context.value("typeof __dirname + typeof module.exports"), "'stringobject'");
  });

  test("finds modules beside its working directory, also those that come later", async () => {
    const cwd = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "cwd-")));
    const other = await Context.start("javascript", { cwd });
    try {
      assert.match((await other.error("import x from 'later'")).evalue, /later/);
      fs.mkdirSync(path.join(cwd, "node_modules/later"), { recursive: true });
      fs.writeFileSync(path.join(cwd, "node_modules/later/index.js"), "module.exports = 'there'");
      fs.writeFileSync(path.join(cwd, "own.mjs"), "export const own = 'own'");
      assert.equal(await other.value("import x from 'later'; x"), "'there'");
      assert.equal(await other.value("(await import('./own.mjs')).own"), "'own'");
    } finally {
      await other.close();
      fs.rmSync(cwd, { recursive: true });
    }
  });

  test("tells an error with its line, without the driver's frames", async () => {
    const error = await context.error("1\n\nthrow new TypeError('boom')");
    assert.deepEqual([error.ename, error.evalue, error.lineNumber], ["TypeError", "boom", 3]);
    assert.doesNotMatch(error.traceback.join("\n"), /inspector|ide-kernel/);
    assert.equal((await context.error("function deep() { null.x }\n\ndeep()")).lineNumber, 1);
  });

  test("tells a syntax error with its line", async () => {
    const error = await context.error("const ok = 1;\nconst = 2;");
    assert.deepEqual([error.ename, error.lineNumber], ["SyntaxError", 2]);
    assert.deepEqual((await context.error("import x from 'fs';\n\nlet let = 1")).ename, "SyntaxError");
  });

  test("tells what is thrown, whatever it is", async () => {
    assert.equal((await context.error("throw 'text'")).evalue, "'text'");
    assert.equal((await context.error("await Promise.reject(new RangeError('late'))")).ename, "RangeError");
    assert.equal((await context.error("Promise.reject(new RangeError('later'))")).evalue, "later");
    assert.equal((await context.error("throw undefined")).evalue, "undefined");
  });

  for (const thrown of [
    "new Proxy({}, { get() { throw 1; } })",
    "new Proxy({}, { get: () => 1n })",
    "Object.assign(new Error('x'), { cellLine: 1n })",
    "{ cellLine: { toJSON() { throw 1; } } }",
    "new Proxy(new SyntaxError(), { get() { throw 1; }, getPrototypeOf() { throw 2; } })",
    "{ [util.inspect.custom]() { throw new Error('inspecting'); } }",
    "Object.defineProperty(new Error('x'), 'stack', { get() { throw 1; } })",
    "Object.assign(new Error('x'), { name: { toString() { throw 1; } }, message: Symbol() })",
    "Object.assign(new SyntaxError('x'), { cause: { [util.inspect.custom]() { throw 1; } } })",
  ]) {
    test(`ends, and goes on, after throw ${thrown}`, async () => {
      await context.run("var util = require('node:util')");
      assert.equal((await context.error(`throw ${thrown}`)).type, "error");
      assert.equal(await context.value("'alive'"), "'alive'");
      await context.run(`setTimeout(() => { throw ${thrown}; }); Promise.reject(${thrown}); await new Promise((r) => setTimeout(r, 50))`);
      assert.match(context.stderr, /Uncaught .*\n(.*\n)*Uncaught /);
      assert.equal(await context.value("'alive'"), "'alive'");
    });
  }

  test("tells the beginning and the end of an endless message", async () => {
    const error = await context.error("throw new Error('begin' + 'x'.repeat(5e6) + 'end')");
    assert.match(error.evalue, /^begin/);
    assert.ok(JSON.stringify(error).length < 100_000);
  });

  test("ends when the promise that it is has a `then` of its own", async () => {
    assert.equal(await context.value("Object.assign(Promise.resolve(3), { then() { throw 1; } })"), "3");
    assert.equal((await context.error("Object.defineProperty(Promise.resolve(3), 'constructor', { get() { throw 4; } })")).evalue, "4");
  });

  test("tells a rejection that nobody takes in the run that made it", async () => {
    assert.equal(await context.value("Promise.reject(new Error('forgotten')); 1"), "1");
    await context.until(() => context.stderr !== "");
    assert.match(context.stderr, /^Uncaught \(in promise\) Error: forgotten/);
    // What is in the pipe when the run is over is the run's: nothing else runs between the two.
    const other = await Context.start();
    other.begin("Promise.reject(new Error('forgotten')); process.stderr.write = (text) => prompt(text); 1");
    other.answers = [""];
    await other.finish();
    assert.match(other.events.find((event) => event.type === "input_request").prompt, /forgotten/);
    await other.close();
  });

  test("leaves every name to cells, also those that the driver itself needs", async () => {
    const names = ["Array", "Atomics", "Buffer", "Error", "globalThis", "JSON", "Map", "Number", "Object", "Promise", "RegExp", "Set", "String",
      "Symbol", "performance", "process", "setImmediate", "DataView", "parseInt", "encodeURI", "isFinite"];
    for (const language of ["javascript", "typescript"]) {
      const other = await Context.start(language);
      await other.run(`var all = [{ a: 1 }]; ${names.map((name) => `class ${name} {}`).join("\n")}`);
      assert.deepEqual((await other.result("all"))["application/vnd.ide.table+json"].rows, [[1]]);
      assert.equal((await other.error("throw all")).evalue, "[ { a: 1 } ]");
      assert.equal((await other.ask("variables")).variables.find(({ name }) => name === "all").preview, "[ { a: 1 } ]");
      assert.deepEqual(await other.close(), { code: 0, signal: null });
    }
  });

  test("survives what fails after the run, and says it on stderr", async () => {
    await context.run("setTimeout(() => { throw new Error('afterwards') }, 1); Promise.reject(new Error('unhandled')); 1");
    await context.until(() => context.stderr.includes("afterwards") && context.stderr.includes("unhandled"));
    assert.equal(await context.value("1"), "1");
  });

  test("goes on with timers between runs", async () => {
    await context.run("let ticks = 0; const timer = setInterval(() => ticks++, 5);");
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.ok(Number(await context.value("ticks")) > 5);
    await context.run("clearInterval(timer);");
  });

  test("prints to the descriptors", async () => {
    await context.run("console.log('out %d', 1); console.error('err'); require('child_process').execSync('echo child', { stdio: 'inherit' })");
    assert.equal(context.stdout, "out 1\nchild\n");
    assert.equal(context.stderr, "err\n");
  });

  test("sets variables for one run only", async () => {
    assert.equal(await context.value("process.env.ONCE", { env: { ONCE: "1" } }), "'1'");
    assert.equal(await context.value("typeof process.env.ONCE"), "'undefined'");
  });

  test("asks for input", async () => {
    context.answers = ["Ada", null];
    assert.equal(await context.value("prompt('name?')"), "'Ada'");
    assert.equal(context.events[0].prompt, "name?");
    assert.equal(await context.value("prompt('name?')"), "null");
    context.answers = ["line"];
    assert.equal(await context.value(
      "const rl = require('readline').createInterface({ input: process.stdin });\nconst line = await new Promise(r => rl.once('line', r)); rl.close(); line"),
    "'line'");
  });

  test("completes, inspects and lists variables", async () => {
    await context.run("const thing = { colour: 1 }; function area(r) { return r * r }; let words = ['a', 'b']; var old = 1");
    assert.ok((await context.ask("complete", { code: "thing.col", cursor: 9 })).matches.includes("colour"));
    assert.ok((await context.ask("complete", { code: "thi", cursor: 3 })).matches.includes("thing"));
    assert.match((await context.ask("inspect", { code: "area(2)", cursor: 2 })).text, /r \* r/);
    assert.equal((await context.ask("inspect", { code: "nosuch", cursor: 2 })).found, false);
    const { variables } = await context.ask("variables");
    const names = Object.fromEntries(variables.map((each) => [each.name, each]));
    assert.deepEqual([names.words.type, names.words.size, names.old.type], ["Array", 2, "number"]);
    assert.equal(names.display, undefined);
  });

  test("refuses completions that would change something", async () => {
    await context.run("let changed = 0; const trap = { get x() { changed++; return {} } }");
    await context.ask("complete", { code: "trap.x.", cursor: 7 });
    assert.equal(await context.value("changed"), "0");
  });

  test("answers a look at what throws, or at what no frame holds, and lives on", async () => {
    await context.run("let kept = 7; const thrower = new Proxy({}, { ownKeys() { throw Object.create(null) }, get() { throw Object.create(null) } })");
    await context.ask("complete", { code: "thrower.", cursor: 8 });
    await context.run("const wide = {}; for (let at = 0; at < 400; at++) wide['n' + 'x'.repeat(200_000) + at] = at;");
    const { matches, error } = await context.ask("complete", { code: "wide.", cursor: 5 });
    assert.ok(matches !== undefined || error.includes("RangeError"), error);
    const [failure] = (await context.run("throw Object.assign(new Error('e'), { name: 'N'.repeat(70_000_000) })")).filter(({ type }) => type === "error");
    assert.ok(failure.ename.length < 100_000);
    assert.equal(await context.value("kept"), "7");
  });

  test("counts its executions", async () => {
    await context.run("1");
    const first = context.events.at(-1).executionCount;
    await context.run("throw 1");
    assert.equal(context.events.at(-1).executionCount, first + 1);
  });

  test("tells errors in lines of the file that the cell is from", async () => {
    context.begin("let q = 1;\nthrow new Error('here')", { firstLine: 40 });
    const [error] = await context.finish();
    assert.equal(error.lineNumber, 41);
    assert.match(error.traceback.join("\n"), /cell-\d+\.js:41/);
  });

  test("ends by process.exit with its code", async () => {
    const other = await Context.start();
    other.begin("process.exit(5)");
    assert.deepEqual(await other.exited, { code: 5, signal: null });
    assert.equal(other.stderr, "");
  });
});
