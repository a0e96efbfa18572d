import assert from "node:assert/strict";
import test from "node:test";
import { labelOf, representationsOf } from "../../../../src/Ide.Web/Outputs/Results/Representation";
import type { ResultContent } from "../../../../src/Ide.Web/Workbench/JournalEvents";

const plotly = { "application/vnd.plotly.v1+json": { data: [] } };

const cases: readonly (readonly [string, ResultContent, string | undefined])[] = [
  ["a Plotly figure before its HTML", { mime: plotly, html: "<div></div>", text: "Figure" }, "plotly"],
  ["a Vega-Lite chart of any version", { mime: { "application/vnd.vegalite.v5.8.0+json": {} }, text: "x" }, "vega"],
  ["a data frame's HTML before its text where its data are none", { html: "<table></table>", text: "a b", data: {} }, "html"],
  ["a data frame as a table before its HTML", { html: "<table></table>", data: { columns: ["a"], rows: [[1]] } }, "table"],
  ["video", { mime: { "video/mp4": "AA==" } }, "video"],
  ["HTML with scripts apart from HTML without", { html: "<div></div><script>1</script>" }, "active-html"],
  ["HTML with a frame like HTML with scripts", { html: "<IFRAME src=x></IFRAME>" }, "active-html"],
  ["SVG as a picture, before the PNG", { svg: "<svg/>", png: "AA==" }, "image"],
  ["a PNG before its text", { png: "AA==", text: "<Figure>" }, "image"],
  ["a GIF out of the other types", { mime: { "image/gif": "AA==" } }, "image"],
  ["audio", { mime: { "audio/wav": "AA==" } }, "audio"],
  ["Markdown", { markdown: "# x", text: "x" }, "markdown"],
  ["LaTeX", { latex: "$x$", text: "x" }, "latex"],
  ["a dict as a tree", { json: { a: 1 }, text: "{'a': 1}" }, "json"],
  ["a number as text", { json: 3, text: "3" }, "text"],
  ["PDF", { pdf: "AA==" }, "pdf"],
  ["JavaScript as its source", { javascript: "alert(1)" }, "source"],
  ["a type that nobody knows as its source", { mime: { "application/x-unknown": { a: 1 } } }, "source"],
  ["nothing as nothing", {}, undefined],
  ["blank HTML not at all", { html: "  ", text: "x" }, "text"],
];

for (const [name, content, kind] of cases) {
  test(`Shows ${name}`, () => assert.equal(representationsOf(content)[0]?.kind, kind));
}

const line = { type: "line", elements: [{ label: "a", points: [[0, 1], [1, 2]] }] };

test("A figure is a picture first, and then a chart, its numbers and its text", () => {
  const ways = representationsOf({ png: "AA==", svg: "<svg/>", chart: line, text: "<Figure>" });
  assert.deepEqual(ways.map(labelOf), ["SVG", "PNG", "Chart", "Data", "Text"]);
});

test("A chart and a table that are none are left out, whatever they are instead", () => {
  for (const nonsense of [null, 1, "x", [], {}, { type: "line" }, { type: "line", elements: "many" }, { columns: 3, rows: [[]] }]) {
    assert.deepEqual(representationsOf({ chart: nonsense, data: nonsense, text: "t" }).map(labelOf), ["Text"]);
  }
});

test("What should be text and is not is not shown as if it were", () => {
  const hostile = { html: { toString: "x" }, svg: [], png: 1, markdown: {}, latex: [], text: null, javascript: {}, pdf: 2, mime: [] };
  assert.deepEqual(representationsOf(hostile as unknown as ResultContent), []);
});
