import type { AxesChart, Layer, Value } from "./Chart";
import { drawBars, drawBox, drawHistogram } from "./DrawBars";
import { drawHeatmap, isUpwards } from "./DrawHeatmap";
import { drawArea, drawErrors, drawLine, drawScatter } from "./DrawSeries";
import { Canvas, type Frame, type Picture, round } from "./Picture";
import { type Scale, scaleOf } from "./Scales";

const width = 640;
const height = 380;
/** Characters of a tick's label that are written. */
const longestLabel = 16;
const letter = 6.2;

/** Draws a pair of axes with everything in it. */
export function drawAxes(chart: AxesChart): Picture {
  const canvas = new Canvas(width, height);
  const lies = chart.layers.some((layer) => layer.kind === "bar" && layer.elements.some((bar) => bar.isHorizontal));
  const categories = hasBands(chart.layers);
  const xs = chart.layers.flatMap((layer) => valuesOf(layer, "x", lies));
  const ys = chart.layers.flatMap((layer) => valuesOf(layer, "y", lies));
  const heatmap = chart.layers.find((layer) => layer.kind === "heatmap")?.elements[0];
  const isDownwards = heatmap !== undefined && !isUpwards(heatmap.ys);
  const [top, bottom] = [14, height - (chart.x.label === "" ? 40 : 58)];
  const vertical = (left: boolean): Scale =>
    scaleOf(limitsAsRead(chart.y, heatmap !== undefined), ys, isDownwards || (categories && lies) ? top : bottom, isDownwards || (categories && lies) ? bottom : top, categories && left);
  const probe = vertical(lies);
  const widest = Math.max(2, ...probe.ticks.map((tick) => Math.min(tick.label.length, longestLabel)));
  const left = round(widest * letter + (chart.y.label === "" ? 16 : 36));
  const right = width - 14;
  const x = scaleOf(limitsAsRead(chart.x, heatmap !== undefined), xs, left, right, categories && !lies);
  const frame: Frame = { canvas, x, y: probe, xName: chart.x.label, yName: chart.y.label, left, right, top, bottom };
  drawGrid(frame, heatmap !== undefined);
  chart.layers.forEach((layer) => drawLayer(frame, layer));
  drawLabels(frame, chart);
  return canvas.picture;
}

/** A heat map's cells fill its axes from edge to edge: half a cell more than their middles say. */
function limitsAsRead(axis: AxesChart["x"], isHeatmap: boolean): AxesChart["x"] {
  return isHeatmap ? { ...axis, limits: axis.limits && [Math.min(...axis.limits), Math.max(...axis.limits)] } : axis;
}

function hasBands(layers: readonly Layer[]): boolean {
  return layers.some(({ kind }) => kind === "bar" || kind === "box_and_whisker");
}

/** Everything that the axis must have room for. */
function valuesOf(layer: Layer, axis: "x" | "y", lies: boolean): readonly Value[] {
  const isAcross = axis === "x";
  switch (layer.kind) {
    case "bar":
      return layer.elements.flatMap((bar): Value[] => (isAcross !== lies ? [bar.label] : [bar.base, bar.base + bar.value]));
    case "histogram":
      return layer.elements.flatMap(({ edges, values }) => (isAcross ? edges : [0, ...values]));
    case "box_and_whisker":
      return layer.elements.flatMap((box): Value[] => (isAcross ? [box.label] : [box.min, box.max, ...box.outliers]));
    case "heatmap":
      return layer.elements.flatMap(({ xs, ys }) => (isAcross ? xs : ys));
    case "area":
      return layer.elements.flatMap(({ points, base }) => (isAcross ? points.map(([x]) => x) : [...points.map(([, y]) => y), ...base]));
    case "errorbar":
      return layer.elements.flatMap(({ points, xErrors, yErrors }) =>
        points.flatMap((point, at) => withError(point[isAcross ? 0 : 1], (isAcross ? xErrors : yErrors)[at])));
    case "line":
    case "scatter":
      return layer.elements.flatMap(({ points }) => points.map((point) => point[isAcross ? 0 : 1]));
  }
}

function withError(value: Value, error: readonly [number, number] | undefined): readonly Value[] {
  return error && typeof value === "number" ? [value - error[0], value + error[1]] : [value];
}

function drawLayer(frame: Frame, layer: Layer): void {
  switch (layer.kind) {
    case "line":
      return layer.elements.forEach((line, number) => drawLine(frame, line, number));
    case "scatter":
      return layer.elements.forEach((series, number) => drawScatter(frame, series, number));
    case "errorbar":
      return layer.elements.forEach((series, number) => drawErrors(frame, series, number));
    case "area":
      return layer.elements.forEach((area, number) => drawArea(frame, area, number));
    case "bar":
      return drawBars(frame, layer.elements);
    case "histogram":
      return layer.elements.forEach((each, number) => drawHistogram(frame, each, number, layer.elements.length === 1));
    case "box_and_whisker":
      return layer.elements.forEach((box, number) => drawBox(frame, box, number));
    case "heatmap":
      return layer.elements.forEach((map) => drawHeatmap(frame, map));
  }
}

function drawGrid({ canvas, x, y, left, right, top, bottom }: Frame, isFull: boolean): void {
  const within = (at: number, from: number, to: number): boolean => at >= from - 0.5 && at <= to + 0.5;
  const lines = [
    ...(x.band > 0 ? [] : x.ticks.filter((tick) => within(tick.at, left, right)).map(({ at }) => `M${round(at)} ${top}V${bottom}`)),
    ...(y.band > 0 ? [] : y.ticks.filter((tick) => within(tick.at, top, bottom)).map(({ at }) => `M${left} ${round(at)}H${right}`)),
  ];
  if (!isFull) {
    canvas.add("path", { d: lines.join(""), class: "chart-grid" });
  }

  canvas.add("path", { d: `M${left} ${top}V${bottom}H${right}`, class: "chart-axis" });
  const isCrowded = x.ticks.reduce((sum, { label }) => sum + Math.min(label.length, longestLabel) * letter + 10, 0) > right - left;
  for (const { at, label } of x.ticks.filter((tick) => within(tick.at, left, right))) {
    const turned = isCrowded ? { transform: `rotate(-30 ${round(at)} ${bottom + 14})`, class: "chart-tick chart-tick-end" } : { class: "chart-tick" };
    canvas.add("text", { x: round(at), y: bottom + 16, ...turned }, short(label));
  }

  for (const { at, label } of y.ticks.filter((tick) => within(tick.at, top, bottom))) {
    canvas.add("text", { x: left - 7, y: round(at + 4), class: "chart-tick chart-tick-end" }, short(label));
  }
}

function drawLabels({ canvas, left, right, top, bottom }: Frame, { x, y }: AxesChart): void {
  if (x.label !== "") {
    canvas.add("text", { x: round((left + right) / 2), y: height - 6, class: "chart-label" }, x.label);
  }

  if (y.label !== "") {
    const middle = round((top + bottom) / 2);
    canvas.add("text", { x: 14, y: middle, class: "chart-label", transform: `rotate(-90 14 ${middle})` }, y.label);
  }
}

function short(label: string): string {
  return label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label;
}
