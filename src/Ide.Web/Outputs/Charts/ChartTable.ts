import { type Cell, type Table, tableOf } from "../Tables/Table";
import type { AxesChart, Chart, Layer, PieChart } from "./Chart";

/** What a chart shows, as rows: for who cannot see it, and for who wants the numbers. */
export function tableOfChart(chart: Chart): Table {
  const charts = chart.kind === "super" ? chart.charts : [chart];
  const parts = charts.map((each) => (each.kind === "pie" ? rowsOfPie(each) : rowsOfAxes(each)));
  const columns = [...new Set(parts.flatMap((part) => part.flatMap((row) => Object.keys(row))))];
  const withName = chart.kind === "super";
  const rows = parts.flatMap((part, at) =>
    part.map((row) => [...(withName ? [charts[at]?.title || `Chart ${at + 1}`] : []), ...columns.map((column) => row[column] ?? null)]));
  return tableOf({ columns: withName ? ["chart", ...columns] : columns, rows }) as Table;
}

type Row = Readonly<Record<string, Cell>>;

function rowsOfPie({ slices }: PieChart): readonly Row[] {
  return slices.map(({ label, fraction }) => ({ label, share: fraction }));
}

function rowsOfAxes({ layers, x, y }: AxesChart): readonly Row[] {
  const [across, up] = [x.label || "x", (y.label === x.label ? "" : y.label) || "y"];
  return layers.flatMap((layer) => rowsOfLayer(layer, across, up));
}

function rowsOfLayer(layer: Layer, x: string, y: string): readonly Row[] {
  switch (layer.kind) {
    case "line":
    case "scatter":
      return layer.elements.flatMap(({ label, points }) => points.map((point) => ({ series: label, [x]: point[0], [y]: point[1] })));
    case "area":
      return layer.elements.flatMap(({ label, points, base }) => points.map((point, at) => ({ series: label, [x]: point[0], [y]: point[1], base: base[at] ?? null })));
    case "errorbar":
      return layer.elements.flatMap(({ label, points, xErrors, yErrors }) =>
        points.map((point, at) => ({
          series: label, [x]: point[0], [y]: point[1], ...errorOf(y, yErrors[at]), ...errorOf(x, xErrors[at]),
        })));
    case "bar":
      return layer.elements.map(({ label, group, value, base }) => ({ label, ...(group === "" ? {} : { group }), value, ...(base === 0 ? {} : { base }) }));
    case "histogram":
      return layer.elements.flatMap(({ label, edges, values }) => values.map((value, at) => ({ series: label, from: edges[at] ?? null, to: edges[at + 1] ?? null, value })));
    case "box_and_whisker":
      return layer.elements.map(({ label, min, first, median, third, max, outliers }) => ({
        label, min, "lower quartile": first, median, "upper quartile": third, max, outliers: outliers.join(", "),
      }));
    case "heatmap":
      return layer.elements.flatMap(({ xs, ys, values }) =>
        values.flatMap((row, at) => row.map((value, column) => ({ [x]: xs[column] ?? null, [y]: ys[at] ?? null, value: value ?? null }))));
  }
}

function errorOf(name: string, error: readonly [number, number] | undefined): Row {
  return error ? { [`${name} − error`]: error[0], [`${name} + error`]: error[1] } : {};
}
