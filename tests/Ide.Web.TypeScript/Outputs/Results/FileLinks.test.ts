import assert from "node:assert/strict";
import test from "node:test";
import { partsOf } from "../../../../src/Ide.Web/Outputs/Results/FileLinks";
import { readable } from "../../../../src/Ide.Web/Outputs/Results/ErrorView";

const own = { path: "/workspace/plot.py", line: 1 };

/** A line of a trace, and the places that it leads to. */
const lines: readonly (readonly [string, readonly string[]])[] = [
  ['  File "/workspace/a b.py", line 12, in f', ["/workspace/a b.py:12"]],
  ["File /workspace/lib/util.py:3, in g(x)", ["/workspace/lib/util.py:3"]],
  ["Cell In[3], line 2", ["/workspace/plot.py:2"]],
  ["Cell In [3], line 2, in f(n)", ["/workspace/plot.py:2"]],
  ["    at run (file:///workspace/a%20b.mjs:3:5)", ["/workspace/a b.mjs:3:5"]],
  ["    at /workspace/x.js:10:2", ["/workspace/x.js:10:2"]],
  ["/workspace/main.c:4:9: error: expected ';'", ["/workspace/main.c:4:9"]],
  ["/workspace/a.py:1 and /workspace/b.py:2", ["/workspace/a.py:1", "/workspace/b.py:2"]],
  ["File /usr/lib/python3/x.py:3", []],
  ["see http://host:8000/page:3 and 12:30", []],
  ["at node:internal/process:5:1", []],
  ["/workspace/a.py:0", []],
  ["/workspace/a.py:99999999999999999999", ["/workspace/a.py:100000000000000000000"]],
  ["x".repeat(5_000) + " /workspace/a.py:1", []],
];

for (const [line, places] of lines) {
  test(`Finds ${places.length} places in ${line.slice(0, 60)}`, () => {
    const parts = partsOf(line, own);
    const found = parts.flatMap(({ target }) => (target ? [`${target.path}:${target.line}${target.column === undefined ? "" : `:${target.column}`}`] : []));
    assert.deepEqual(found, places);
    assert.equal(parts.map((part) => part.text).join(""), line);
  });
}

test("A cell that came from no file leads nowhere", () => {
  assert.deepEqual(partsOf("Cell In[3], line 2").map((part) => part.target), [undefined]);
});

test("A trace loses the rule and the head that only repeat what stands above", () => {
  assert.deepEqual(readable(["-".repeat(75), "NameError    Traceback (most recent call last)", "Cell In[1], line 1\n----> 1 x"]), ["Cell In[1], line 1", "----> 1 x"]);
  assert.deepEqual(readable(["one", "-".repeat(30)]), ["one", "-".repeat(30)]);
});
