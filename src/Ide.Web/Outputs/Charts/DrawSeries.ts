import type { Area, ErrorSeries, Line, Series } from "./Chart";
import { paint } from "./Colors";
import { type Frame, pathOf, placeOf, round, said } from "./Picture";

const dashes = { solid: "", dashed: "7 4", dotted: "2 3" } as const;
const capWidth = 4;

export function drawLine(frame: Frame, line: Line, number: number): void {
  const color = paint(line.color, number);
  frame.canvas.explain(line.label, color);
  const places = line.points.map((point) => placeOf(frame, point));
  frame.canvas.add("path", { d: pathOf(places), class: "chart-line", stroke: color, "stroke-dasharray": dashes[line.dashes] });
  pointsOf(frame, line, color, line.hasMarkers ? 3 : 0);
}

export function drawScatter(frame: Frame, series: Series, number: number): void {
  const color = paint(series.color, number);
  frame.canvas.explain(series.label, color);
  pointsOf(frame, series, color, 3.5);
}

export function drawArea(frame: Frame, area: Area, number: number): void {
  const color = paint(area.color, number);
  frame.canvas.explain(area.label, color);
  const upper = area.points.map((point) => placeOf(frame, point));
  const lower = area.points.map(([x], at) => placeOf(frame, [x, area.base[at] ?? 0])).reverse();
  const outline = [...upper, ...lower].filter((place) => place !== undefined);
  frame.canvas.add("path", { d: `${pathOf(outline)}Z`, class: "chart-area", fill: color });
  frame.canvas.add("path", { d: pathOf(upper), class: "chart-line", stroke: color });
  pointsOf(frame, area, color, 0);
}

export function drawErrors(frame: Frame, series: ErrorSeries, number: number): void {
  const color = paint(series.color, number);
  frame.canvas.explain(series.label, color);
  series.points.forEach((point, at) => {
    const [x, y] = point.map(Number) as [number, number];
    const across = series.xErrors[at];
    const up = series.yErrors[at];
    if (up) {
      bar(frame, [point[0], y - up[0]], [point[0], y + up[1]], color, false);
    }

    if (across) {
      bar(frame, [x - across[0], point[1]], [x + across[1], point[1]], color, true);
    }
  });
  const ranges = series.points.map((_, at) => [rangeOf(series.yErrors[at], "±"), rangeOf(series.xErrors[at], "x ±")].filter((text) => text !== "").join(", "));
  pointsOf(frame, series, color, 3, ranges);
}

function bar(frame: Frame, from: readonly [number | string, number | string], to: typeof from, color: string, lies: boolean): void {
  const [start, end] = [placeOf(frame, from), placeOf(frame, to)];
  if (start && end) {
    const cap = ([x, y]: readonly [number, number]): string =>
      lies ? `M${round(x)} ${round(y - capWidth)}v${2 * capWidth}` : `M${round(x - capWidth)} ${round(y)}h${2 * capWidth}`;
    frame.canvas.add("path", { d: pathOf([start, end]) + cap(start) + cap(end), class: "chart-error", stroke: color });
  }
}

function rangeOf(error: readonly [number, number] | undefined, sign: string): string {
  return error === undefined ? "" : error[0] === error[1] ? `${sign}${error[0]}` : `${sign}(−${error[0]}, +${error[1]})`;
}

function pointsOf(frame: Frame, series: Series, color: string, radius: number, more: readonly string[] = []): void {
  const { canvas, x, y, xName, yName } = frame;
  series.points.forEach((point, at) => {
    const place = placeOf(frame, point);
    if (place) {
      if (radius > 0) {
        canvas.add("circle", { cx: round(place[0]), cy: round(place[1]), r: radius, class: "chart-point", fill: color });
      }

      canvas.point(place[0], place[1], [series.label, said(xName, x, point[0], "x"), said(yName, y, point[1], "y"), more[at] ?? ""]);
    }
  });
}
