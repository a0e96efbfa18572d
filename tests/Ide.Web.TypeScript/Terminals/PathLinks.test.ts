import assert from "node:assert/strict";
import { test } from "node:test";
import { pathLinks } from "../../../src/Ide.Web/Terminals/PathLinks";

const places = (text: string): readonly string[] =>
  pathLinks(text).map(({ path, line, column, start, end }) => `${path} ${line} ${column ?? "-"} [${text.slice(start, end)}]`);

test("places in files are found as compilers, linters and tracebacks write them", () => {
  assert.deepEqual(places("src/app.py:12: error"), ["/workspace/src/app.py 12 - [src/app.py:12]"]);
  assert.deepEqual(places("at /workspace/a.js:3:14)"), ["/workspace/a.js 3 14 [/workspace/a.js:3:14]"]);
  assert.deepEqual(places("./a.ts(3,14): no"), ["/workspace/a.ts 3 14 [./a.ts(3,14)]"]);
  assert.deepEqual(places('  File "/workspace/my file.py", line 7, in f'), ['/workspace/my file.py 7 - [File "/workspace/my file.py", line 7]']);
});

test("addresses, times and numbers are no files", () => {
  for (const text of ["http://host.example:8080/x", "12:30:45", "v1.2:3", "a:b", "localhost:80", "/proc/self.x:1"]) {
    assert.deepEqual(places(text), [], text);
  }
});

test("a line of data is not searched, and a crafted one costs little", () => {
  assert.deepEqual(pathLinks(`${"a.b/".repeat(2_000)}x.py:1`), []);
  const before = performance.now();
  pathLinks("a.".repeat(999));
  pathLinks("./".repeat(999));
  assert.ok(performance.now() - before < 5_000);
});
