import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Context } from "./driver.mjs";

describe("a TypeScript context", () => {
  let context;
  before(async () => { context = await Context.start("typescript"); });
  after(() => context.close());

  test("runs types, interfaces and generics without checking them", async () => {
    assert.equal(await context.value("interface P { x: number }\nconst p: P = { x: 'no' as any };\nfunction id<T>(t: T): T { return t }\nid<string>('a')"), "'a'");
    assert.equal(await context.value("let wrong: number = 'text'; wrong"), "'text'");
  });

  test("runs enums, namespaces, parameter properties and decorators", async () => {
    assert.equal(await context.value("enum Colour { Red = 1, Green }\nColour.Green + Colour[1].length"), "5");
    assert.equal(await context.value("const enum Flag { On = 4 }\nFlag.On"), "4");
    assert.equal(await context.value("namespace Space { export const depth = 7 }\nSpace.depth"), "7");
    assert.equal(await context.value("class Point { constructor(public x: number, private y = 2) {} sum() { return this.x + this.y } }\nnew Point(3).sum()"), "5");
    assert.equal(await context.value("function named(_: unknown, context: ClassDecoratorContext) { seen = context.name }\nlet seen;\n@named class Decorated {}\nseen"), "'Decorated'");
  });

  test("keeps bindings and imports for later cells", async () => {
    await context.run("const x: number = 1; type T = string; import type { Stats } from 'fs'; import fs, { type Dirent } from 'fs'");
    assert.equal(await context.value("const x: string = 'again'; x + typeof fs.statSync"), "'againfunction'");
  });

  test("awaits at the top", async () => {
    assert.equal(await context.value("const n: number = await Promise.resolve(3); n"), "3");
  });

  test("tells errors in lines of the source", async () => {
    const error = await context.error("interface A {\n  x: number\n}\ninterface B {\n  y: number\n}\nthrow new Error('here')");
    assert.deepEqual([error.ename, error.lineNumber], ["Error", 7]);
    assert.match(error.traceback.join("\n"), /cell-\d+\.ts:7/);
    const syntax = await context.error("const a = 1\nconst b: = 2");
    assert.deepEqual([syntax.ename, syntax.lineNumber], ["SyntaxError", 2]);
  });
});
