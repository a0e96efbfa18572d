import type { Area, Bar, Box, ErrorSeries, Heatmap, Histogram, Layer, Line, Point, Series, Value } from "./Chart";
import { colorOf, listOf, type Loose, looseOf, numberOf, textOf, valueOf } from "./Reading";

/** Series of one layer, and points of one series, that are drawn at most. */
const mostSeries = 100;
const mostPoints = 2_000;
const mostBars = 2_000;
/** Rows, and columns, of a heat map that are drawn; of more, evenly chosen ones. */
const mostCells = 220;
const mostGiven = 50_000;

/** Undefined for a type that is not known, and for a layer with nothing in it. */
export function readLayer(type: string, elements: unknown): Layer | undefined {
  const layer = layerOf(type, listOf(elements, type === "bar" ? mostBars : mostSeries).map(looseOf));
  return layer && layer.elements.length > 0 ? layer : undefined;
}

function layerOf(kind: string, given: readonly Loose[]): Layer | undefined {
  const read = <T>(one: (element: Loose) => T | undefined): readonly T[] => given.map(one).filter((each) => each !== undefined) as T[];
  switch (kind) {
    case "line":
      return { kind, elements: read(lineOf) };
    case "scatter":
      return { kind, elements: read(seriesOf) };
    case "errorbar":
      return { kind, elements: read(errorSeriesOf) };
    case "area":
      return { kind, elements: read(areaOf) };
    case "bar":
      return { kind, elements: read(barOf) };
    case "histogram":
      return { kind, elements: read(histogramOf) };
    case "box_and_whisker":
      return { kind, elements: read(boxOf) };
    case "heatmap":
      return { kind, elements: read(heatmapOf) };
    default:
      return undefined;
  }
}

function named(element: Loose): { label: string; color: string | undefined } {
  return { label: textOf(element["label"]), color: colorOf(element["color"]) };
}

/** The numbers of the points that can be drawn: what belongs to a point is found by it. */
function drawable(element: Loose): { readonly points: readonly Point[]; readonly kept: readonly number[]; readonly total: number } {
  const points: Point[] = [];
  const kept: number[] = [];
  listOf(element["points"], mostPoints).forEach((point, at) => {
    const [x, y] = listOf(point, 2).map(valueOf);
    if (x !== undefined && y !== undefined) {
      points.push([x, y]);
      kept.push(at);
    }
  });
  const given = Array.isArray(element["points"]) ? element["points"].length : 0;
  return { points, kept, total: Math.max(given, numberOf(element["n_points_total"]) ?? 0) };
}

function seriesOf(element: Loose): Series | undefined {
  const { points, total } = drawable(element);
  return points.length === 0 ? undefined : { ...named(element), points, total };
}

function lineOf(element: Loose): Line | undefined {
  const series = seriesOf(element);
  const style = textOf(element["line_style"]);
  const dashes = style === "--" || style === "-." || style === "dashed" || style === "dashdot" ? "dashed" : style === ":" || style === "dotted" ? "dotted" : "solid";
  return series && { ...series, dashes, hasMarkers: textOf(element["marker"]) !== "" || series.points.length === 1 };
}

function errorSeriesOf(element: Loose): ErrorSeries | undefined {
  const { points, kept, total } = drawable(element);
  const errors = (name: string): ErrorSeries["xErrors"] => {
    const given = listOf(element[name], mostPoints);
    return kept.map((at) => {
      const [below, above] = listOf(given[at], 2).map(numberOf);
      return below === undefined || above === undefined ? undefined : [below, above];
    });
  };
  return points.length === 0
    ? undefined
    : { ...named(element), points, total, xErrors: errors("x_errors"), yErrors: errors("y_errors") };
}

function areaOf(element: Loose): Area | undefined {
  const { points, kept, total } = drawable(element);
  const base = listOf(element["base"], mostPoints);
  return points.length === 0
    ? undefined
    : { ...named(element), points, total, base: kept.map((at): Value => valueOf(base[at]) ?? 0) };
}

function barOf(element: Loose): Bar | undefined {
  const value = numberOf(element["value"]) ?? Number(textOf(element["value"]) || Number.NaN);
  return Number.isFinite(value)
    ? {
        ...named(element),
        value,
        base: numberOf(element["base"]) ?? 0,
        group: textOf(element["group"]),
        isHorizontal: element["orientation"] === "horizontal",
      }
    : undefined;
}

function histogramOf(element: Loose): Histogram | undefined {
  const edges = listOf(element["bin_edges"], mostBars + 1).map(numberOf);
  const values = listOf(element["values"], mostBars).map((value) => numberOf(value) ?? 0);
  const isWhole = edges.length === values.length + 1 && edges.every((edge) => edge !== undefined);
  return isWhole && values.length > 0 ? { ...named(element), edges: edges as number[], values } : undefined;
}

function boxOf(element: Loose): Box | undefined {
  const [min, first, median, third, max] = ["min", "first_quartile", "median", "third_quartile", "max"].map((name) => numberOf(element[name]));
  if (min === undefined || first === undefined || median === undefined || third === undefined || max === undefined) {
    return undefined;
  }

  const outliers = listOf(element["outliers"], mostPoints).map(numberOf).filter((value) => value !== undefined);
  return { ...named(element), min, first, median, third, max, outliers };
}

function heatmapOf(element: Loose): Heatmap | undefined {
  const rows = sampled(listOf(element["values"], mostGiven)).map((row) => sampled(listOf(row, mostGiven)).map(numberOf));
  const width = Math.max(0, ...rows.map((row) => row.length));
  const places = (given: unknown, count: number): readonly Value[] => {
    const values = sampled(listOf(given, mostGiven)).map(valueOf);
    return Array.from({ length: count }, (_, at) => values[at] ?? at);
  };
  const known = rows.flat().filter((value) => value !== undefined);
  return known.length === 0
    ? undefined
    : {
        ...named(element),
        xs: places(element["x"], width),
        ys: places(element["y"], rows.length),
        values: rows,
        low: numberOf(element["min"]) ?? known.reduce((least, value) => Math.min(least, value)),
        high: numberOf(element["max"]) ?? known.reduce((greatest, value) => Math.max(greatest, value)),
        colorMap: textOf(element["color_map"]),
      };
}

function sampled<T>(items: readonly T[]): readonly T[] {
  const step = Math.ceil(items.length / mostCells);
  return step <= 1 ? items : items.filter((_, at) => at % step === 0);
}
