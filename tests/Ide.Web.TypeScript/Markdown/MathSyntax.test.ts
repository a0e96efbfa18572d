import assert from "node:assert/strict";
import test from "node:test";
import MarkdownIt from "markdown-it";
import { formulaAt, mathSyntax } from "../../../src/Ide.Web/Markdown/MathSyntax";

const render = (text: string): string => new MarkdownIt({ html: true }).use(mathSyntax).render(text).trim();

test("A formula among words is marked, and its backslashes and underscores are left alone", () => {
  assert.equal(render("so $a_1 \\\\ b_2$ is"), '<p>so <span class="math">a_1 \\\\ b_2</span> is</p>');
});

test("Prices are no formula", () => {
  assert.equal(render("from $5 to $10, or $ 3 $"), "<p>from $5 to $10, or $ 3 $</p>");
});

test("An escaped dollar begins nothing and ends nothing", () => {
  assert.equal(render("\\$a$"), "<p>$a$</p>");
  assert.equal(render("$a\\$b$"), '<p><span class="math">a\\$b</span></p>');
});

test("A formula on lines of its own stands alone, whatever way it is written", () => {
  for (const text of ["$$\nx^2\n$$", "\\[\nx^2\n\\]", "$$x^2$$"]) {
    assert.match(render(text), /^<div class="math math-display">\s*x\^2\s*<\/div>$/);
  }

  assert.equal(render("\\begin{align}\na &= b\n\\end{align}"), '<div class="math math-display">\\begin{align}\na &amp;= b\n\\end{align}</div>');
});

test("A formula is not looked for in code, and never swallows what comes after an open dollar", () => {
  assert.equal(render("`$a$` costs $3 and\n\nmore"), "<p><code>$a$</code> costs $3 and</p>\n<p>more</p>");
  assert.equal(render("```\n$$\nx\n$$\n```"), "<pre><code>$$\nx\n$$\n</code></pre>");
});

test("What a formula holds is text, not markup", () => {
  assert.equal(render("$<img src=x onerror=1>$"), '<p><span class="math">&lt;img src=x onerror=1&gt;</span></p>');
});

test("A formula without an end is none", () => {
  assert.deepEqual(["$$", "$$x", "\\(a", "$x", "$$ $$"].map((text) => formulaAt(text, 0)), Array(5).fill(undefined));
});
