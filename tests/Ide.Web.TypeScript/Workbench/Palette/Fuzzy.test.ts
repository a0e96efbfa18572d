import assert from "node:assert/strict";
import test from "node:test";
import { fuzzy, fuzzyPath } from "../../../../src/Ide.Web/Workbench/Palette/Fuzzy";
import { ranking } from "../../../../src/Ide.Web/Workbench/Palette/Ranking";

function order(query: string, texts: readonly string[], match = fuzzy): readonly string[] {
  const steps = ranking(texts, (text) => match(query, text), 100);
  for (;;) {
    const step = steps.next();
    if (step.done) {
      return step.value.map(({ item }) => item);
    }
  }
}

test("Letters match in their order, with anything between them, in either case", () => {
  assert.deepEqual(fuzzy("ntm", "New terminal")?.positions, [0, 4, 7]);
  assert.equal(fuzzy("mtn", "New terminal"), undefined);
  assert.deepEqual(fuzzy("", "Anything")?.positions, []);
});

test("The beginnings of words count more than what lies within, and what is together more than what is scattered", () => {
  assert.deepEqual(order("nt", ["Count", "New terminal"]), ["New terminal", "Count"]);
  assert.deepEqual(order("run", ["Return unread", "Run file"]), ["Run file", "Return unread"]);
  assert.deepEqual(fuzzy("file", "Profile of a file")?.positions, [13, 14, 15, 16]);
});

test("Words of a query match in any order", () => {
  assert.deepEqual(order("terminal new", ["New terminal", "New file"]), ["New terminal"]);
});

test("What matches in a file's name stands before what matches in its folders", () => {
  const paths = ["plot/readme.md", "src/deep/plot.py", "src/simple_plot_test.py"];
  assert.deepEqual(order("plot", paths, fuzzyPath), ["src/deep/plot.py", "src/simple_plot_test.py", "plot/readme.md"]);
  assert.deepEqual(order("src/plo", paths, fuzzyPath), ["src/deep/plot.py", "src/simple_plot_test.py"]);
});
