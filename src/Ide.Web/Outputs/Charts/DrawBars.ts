import type { Bar, Box, Histogram } from "./Chart";
import { paint } from "./Colors";
import { type Frame, round, said } from "./Picture";

/** The part of a category's width that its bars fill. */
const filled = 0.8;

/** Bars stand side by side by their group, or on one another where they have bases. */
export function drawBars(frame: Frame, bars: readonly Bar[]): void {
  const groups = [...new Set(bars.map((bar) => bar.group))];
  const isStacked = bars.some((bar) => bar.base !== 0);
  const lanes = isStacked ? 1 : groups.length;
  bars.forEach((bar) => {
    const group = groups.indexOf(bar.group);
    const color = paint(bar.color, group);
    frame.canvas.explain(groups.length > 1 ? bar.group : "", color);
    const [along, across] = bar.isHorizontal ? [frame.y, frame.x] : [frame.x, frame.y];
    const middle = along.place(bar.label);
    const [base, end] = [across.place(bar.base), across.place(bar.base + bar.value)];
    if (middle === undefined || base === undefined || end === undefined) {
      return;
    }

    const width = (along.band * filled) / lanes;
    const start = middle - (along.band * filled) / 2 + (isStacked ? 0 : group * width);
    box(frame, bar.isHorizontal, [start, width], [base, end], color);
    const text = [groups.length > 1 ? bar.group : "", `${bar.label}: ${across.text(bar.value)}`];
    const centre = start + width / 2;
    bar.isHorizontal ? frame.canvas.point(end, centre, text) : frame.canvas.point(centre, end, text);
  });
}

function box({ canvas }: Frame, lies: boolean, [start, width]: readonly number[], [base, end]: readonly number[], color: string): void {
  const from = Math.min(base as number, end as number);
  const length = Math.abs((end as number) - (base as number));
  const [x, y, w, h] = (lies ? [from, start, length, width] : [start, from, width, length]) as [number, number, number, number];
  canvas.add("rect", { x: round(x), y: round(y), width: round(w), height: round(h), class: "chart-bar", fill: color });
}

export function drawHistogram(frame: Frame, histogram: Histogram, number: number, isOne: boolean): void {
  const { canvas, x, y } = frame;
  const color = paint(histogram.color, number);
  canvas.explain(isOne ? "" : histogram.label, color);
  histogram.values.forEach((value, at) => {
    const [from, to] = [histogram.edges[at] ?? 0, histogram.edges[at + 1] ?? 0];
    const [left, right, base, top] = [x.place(from), x.place(to), y.place(0) ?? frame.bottom, y.place(value)];
    if (left === undefined || right === undefined || top === undefined) {
      return;
    }

    canvas.add("rect", {
      x: round(left), y: round(Math.min(base, top)), width: round(Math.max(0, right - left)), height: round(Math.abs(base - top)),
      class: isOne ? "chart-bin" : "chart-bin chart-through", fill: color,
    });
    canvas.point((left + right) / 2, top, [isOne ? "" : histogram.label, `${x.text(from)} to ${x.text(to)}: ${y.text(value)}`]);
  });
}

export function drawBox(frame: Frame, plot: Box, number: number): void {
  const { canvas, x, y } = frame;
  const middle = x.place(plot.label);
  const places = [plot.min, plot.first, plot.median, plot.third, plot.max].map((value) => y.place(value));
  if (middle === undefined || places.some((place) => place === undefined)) {
    return;
  }

  const [min, first, median, third, max] = places.map((place) => round(place as number)) as [number, number, number, number, number];
  const half = round(Math.min(x.band * 0.3, 40));
  const color = paint(plot.color, number);
  canvas.add("path", {
    d: `M${round(middle)} ${min}V${first}M${round(middle)} ${third}V${max}M${round(middle - half / 2)} ${min}h${half}M${round(middle - half / 2)} ${max}h${half}`,
    class: "chart-whisker",
  });
  canvas.add("rect", {
    x: round(middle - half), y: Math.min(first, third), width: 2 * half, height: Math.abs(first - third), class: "chart-box", fill: color,
  });
  canvas.add("path", { d: `M${round(middle - half)} ${median}h${2 * half}`, class: "chart-median" });
  for (const outlier of plot.outliers) {
    const at = y.place(outlier);
    if (at !== undefined) {
      canvas.add("circle", { cx: round(middle), cy: round(at), r: 2.5, class: "chart-outlier" });
      canvas.point(middle, at, [plot.label, said(frame.yName, y, outlier, "outlier")]);
    }
  }

  canvas.point(middle, median, [
    plot.label, `max: ${y.text(plot.max)}`, `upper quartile: ${y.text(plot.third)}`, `median: ${y.text(plot.median)}`,
    `lower quartile: ${y.text(plot.first)}`, `min: ${y.text(plot.min)}`,
  ]);
}
