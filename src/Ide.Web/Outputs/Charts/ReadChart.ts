import type { Axis, AxesChart, Chart, Layer, PieChart, ScaleKind, Slice } from "./Chart";
import { readLayer } from "./ReadLayer";
import { colorOf, listOf, type Loose, looseOf, numberOf, textOf, valueOf } from "./Reading";

const mostCharts = 64;
const mostLayers = 32;
const mostSlices = 200;
const mostTicks = 200;
const scales: readonly string[] = ["linear", "log", "datetime", "categorical"];

/** Reads the `chart` of a result. It comes from user code and may be anything: undefined when there is nothing to draw. */
export function chartOf(json: unknown): Chart | undefined {
  const chart = looseOf(json);
  if (chart["type"] !== "superchart") {
    return singleOf(chart);
  }

  const charts = listOf(chart["elements"], mostCharts)
    .map((element) => singleOf(looseOf(element)))
    .filter((each) => each !== undefined);
  return charts.length === 0 ? undefined : { kind: "super", title: textOf(chart["title"]), charts };
}

function singleOf(chart: Loose): AxesChart | PieChart | undefined {
  return chart["type"] === "pie" ? pieOf(chart) : axesOf(chart);
}

function pieOf(chart: Loose): PieChart | undefined {
  const given = listOf(chart["elements"], mostSlices).map(looseOf);
  const sizes = given.map((slice) => Math.max(0, numberOf(slice["fraction"]) ?? (numberOf(slice["angle"]) ?? 0) / 360));
  // More than all is not possible; less is, for a pie with a piece missing.
  const whole = Math.max(1, sizes.reduce((sum, size) => sum + size, 0));
  const slices: Slice[] = given.map((slice, at) => ({
    label: textOf(slice["label"]),
    fraction: (sizes[at] ?? 0) / whole,
    text: textOf(slice["autopct"]),
    color: colorOf(slice["color"]),
    hole: Math.min(0.95, Math.max(0, (numberOf(slice["hole"]) ?? 0) / (numberOf(slice["radius"]) || 1))),
  }));
  return slices.some((slice) => slice.fraction > 0) ? { kind: "pie", title: textOf(chart["title"]), slices } : undefined;
}

function axesOf(chart: Loose): AxesChart | undefined {
  const layers = layersOf(chart);
  return layers.length === 0
    ? undefined
    : { kind: "axes", title: textOf(chart["title"]), x: axisOf(chart, "x"), y: axisOf(chart, "y"), layers };
}

function layersOf(chart: Loose): readonly Layer[] {
  const parts = chart["type"] === "mixed" ? listOf(chart["elements"], mostLayers).map(looseOf) : [chart];
  return parts
    .map((part) => readLayer(textOf(part["type"]), part["elements"]))
    .filter((layer) => layer !== undefined);
}

function axisOf(chart: Loose, name: "x" | "y"): Axis {
  const label = textOf(chart[`${name}_label`]);
  const unit = textOf(chart[`${name}_unit`]);
  const scale = textOf(chart[`${name}_scale`]);
  const [from, to] = listOf(chart[`${name}_limits`], 2).map(numberOf);
  return {
    label: unit === "" || label.includes(unit) ? label : `${label} (${unit})`,
    scale: scales.includes(scale) ? (scale as ScaleKind) : "linear",
    ticks: listOf(chart[`${name}_ticks`], mostTicks).map((tick) => valueOf(tick) ?? ""),
    tickLabels: listOf(chart[`${name}_tick_labels`], mostTicks).map(textOf),
    limits: from !== undefined && to !== undefined && from !== to ? [from, to] : undefined,
  };
}
