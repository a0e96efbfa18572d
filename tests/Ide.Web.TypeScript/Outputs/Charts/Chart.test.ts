import assert from "node:assert/strict";
import test from "node:test";
import type { AxesChart, Chart, PieChart } from "../../../../src/Ide.Web/Outputs/Charts/Chart";
import { tableOfChart } from "../../../../src/Ide.Web/Outputs/Charts/ChartTable";
import { drawAxes } from "../../../../src/Ide.Web/Outputs/Charts/DrawChart";
import { drawPie } from "../../../../src/Ide.Web/Outputs/Charts/DrawPie";
import type { Picture } from "../../../../src/Ide.Web/Outputs/Charts/Picture";
import { chartOf } from "../../../../src/Ide.Web/Outputs/Charts/ReadChart";

const axes = { title: "T", x_label: "x", y_label: "y", x_scale: "linear", y_scale: "linear" };
const points = [[0, 1], [1, 3], [2, 2]];

/** One of each type, and how many values it tells of. */
const samples: Readonly<Record<string, readonly [object, number]>> = {
  line: [{ ...axes, type: "line", elements: [{ label: "a", points, color: "#123456" }, { label: "b", points, line_style: "--" }] }, 6],
  scatter: [{ ...axes, type: "scatter", elements: [{ label: "a", points }] }, 3],
  bar: [{ ...axes, type: "bar", elements: [{ label: "a", value: 1, group: "" }, { label: "b", value: -2, group: "" }] }, 2],
  "bar, grouped": [{ ...axes, type: "bar", elements: ["g", "h"].flatMap((group) => ["a", "b"].map((label) => ({ label, value: 2, group }))) }, 4],
  "bar, lying and stacked": [{ ...axes, type: "bar", elements: [0, 2].map((base) => ({ label: "a", value: 2, group: String(base), base, orientation: "horizontal" })) }, 2],
  histogram: [{ ...axes, type: "histogram", elements: [{ label: "h", bin_edges: [0, 1, 2], values: [3, 4] }] }, 2],
  area: [{ ...axes, type: "area", elements: [{ label: "a", points, base: [0, 0, 1] }] }, 3],
  box: [{ ...axes, type: "box_and_whisker", elements: [{ label: "b", min: 0, first_quartile: 1, median: 2, third_quartile: 3, max: 4, outliers: [9] }] }, 2],
  heatmap: [{ ...axes, type: "heatmap", elements: [{ x: ["p", "q"], y: [0, 1], values: [[1, 2], [null, 4]], color_map: "RdBu_r" }] }, 3],
  errorbar: [{ ...axes, type: "errorbar", elements: [{ label: "e", points, y_errors: [[1, 1], null, [0.5, 2]], x_errors: [] }] }, 3],
  mixed: [{ ...axes, type: "mixed", elements: [{ type: "bar", elements: [{ label: "a", value: 1 }] }, { type: "line", elements: [{ label: "l", points: [["a", 2]] }] }] }, 2],
  dates: [{ ...axes, x_scale: "datetime", type: "line", elements: [{ label: "d", points: [["2024-01-01T00:00:00", 1], ["2024-03-01T00:00:00", 2]] }] }, 2],
  logarithms: [{ ...axes, y_scale: "log", type: "line", elements: [{ label: "l", points: [[0, 0], [1, 10], [2, 1000]] }] }, 2],
  pie: [{ type: "pie", title: "P", elements: [{ label: "a", fraction: 0.25, radius: 1 }, { label: "b", fraction: 0.75, radius: 1, hole: 0.4 }] }, 2],
};

function draw(chart: AxesChart | PieChart): Picture {
  return chart.kind === "pie" ? drawPie(chart) : drawAxes(chart);
}

function isWithin({ width, height, targets }: Picture): boolean {
  return targets.every(({ x, y }) => x >= 0 && x <= width && y >= 0 && y <= height);
}

for (const [name, [json, count]] of Object.entries(samples)) {
  test(`Draws ${name} with every value told, inside the picture, and no number that is none`, () => {
    const picture = draw(chartOf(json) as AxesChart | PieChart);
    assert.equal(picture.targets.length, count);
    assert.ok(isWithin(picture));
    assert.doesNotMatch(JSON.stringify(picture), /NaN|Infinity|null/);
  });

  test(`Has ${name} as rows, too`, () => {
    assert.ok(tableOfChart(chartOf(json) as Chart).rows.length > 0);
  });
}

test("A superchart is its charts, and its rows say which one they are of", () => {
  const chart = chartOf({ type: "superchart", title: "S", elements: [samples["line"]?.[0], { type: "nonsense" }, samples["pie"]?.[0]] });
  assert.ok(chart?.kind === "super" && chart.charts.length === 2);
  assert.deepEqual(tableOfChart(chart).columns.slice(0, 2), ["chart", "series"]);
  assert.equal(chartOf({ type: "superchart", elements: [{}] }), undefined);
});

test("A colour that is none gets nowhere near a style", () => {
  const chart = chartOf({ ...axes, type: "line", elements: [{ label: "a", points, color: "red;background:url(//evil)" }] });
  assert.match(JSON.stringify(draw(chart as AxesChart)), /var\(--chart-0\)/);
  assert.doesNotMatch(JSON.stringify(draw(chart as AxesChart)), /evil/);
});

test("Black and white take the colour of the text, which both themes show", () => {
  for (const color of ["#000000", "#ffffff"]) {
    const chart = chartOf({ ...axes, type: "line", elements: [{ label: "a", points, color }] });
    assert.match(JSON.stringify(draw(chart as AxesChart)), /var\(--text\)/);
  }
});

test("However much there is, what is drawn is bounded", () => {
  const many = Array.from({ length: 50_000 }, (_, at) => [at, at % 7]);
  const line = chartOf({ ...axes, type: "line", elements: Array.from({ length: 200 }, () => ({ label: "a", points: many.slice(0, 3) })) });
  assert.equal((line as AxesChart).layers[0]?.elements.length, 100);
  const long = chartOf({ ...axes, type: "line", elements: [{ label: "a", points: many }] }) as AxesChart;
  assert.equal(draw(long).targets.length, 2_000);
  const wide = chartOf({ ...axes, type: "heatmap", elements: [{ values: Array.from({ length: 3 }, () => Array.from({ length: 5_000 }, () => 1)) }] });
  assert.ok(draw(wide as AxesChart).targets.length <= 3 * 220);
});

test("Rows of a heat map rise with numbers and fall with names, as one reads them", () => {
  const rise = (ys: readonly unknown[]): boolean => {
    const chart = chartOf({ ...axes, type: "heatmap", elements: [{ x: [0], y: ys, values: [[1], [2]] }] }) as AxesChart;
    const [first, second] = draw(chart).targets;
    return (first?.y ?? 0) > (second?.y ?? 0);
  };
  assert.deepEqual([rise([0, 1]), rise([1, 0]), rise(["a", "b"])], [true, false, false]);
});
