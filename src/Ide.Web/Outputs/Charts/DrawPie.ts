import type { PieChart, Slice } from "./Chart";
import { paint } from "./Colors";
import { Canvas, type Picture, round } from "./Picture";

const width = 420;
const height = 320;
const radius = 130;

/** Slices from the top, clockwise, as one reads a clock. */
export function drawPie({ slices }: PieChart): Picture {
  const canvas = new Canvas(width, height);
  let turned = 0;
  slices.forEach((slice, number) => {
    const color = paint(slice.color, number);
    const [from, to] = [turned, turned + slice.fraction];
    turned = to;
    canvas.explain(slice.label, color);
    canvas.add("path", { d: sliceOf(slice, from, to), class: "chart-slice", fill: color, "fill-rule": "evenodd" });
    const [x, y] = at((from + to) / 2, radius * (1 + slice.hole) * (slice.hole > 0 ? 0.5 : 0.62));
    if (slice.fraction > 0.04) {
      canvas.add("text", { x, y: y + 4, class: "chart-slice-text" }, slice.text || percent(slice.fraction));
    }

    canvas.point(x, y, [slice.label, percent(slice.fraction)]);
  });
  return canvas.picture;
}

function sliceOf({ hole, fraction }: Slice, from: number, to: number): string {
  const inner = radius * hole;
  // An arc that ends where it begins is none.
  const end = fraction >= 0.9999 ? to - 0.0001 : to;
  const large = end - from > 0.5 ? 1 : 0;
  const [outerFrom, outerTo, innerFrom, innerTo] = [at(from, radius), at(end, radius), at(from, inner), at(end, inner)];
  const back = inner === 0 ? `L${innerTo.join(" ")}` : `L${innerTo.join(" ")}A${inner} ${inner} 0 ${large} 0 ${innerFrom.join(" ")}`;
  return `M${outerFrom.join(" ")}A${radius} ${radius} 0 ${large} 1 ${outerTo.join(" ")}${back}Z`;
}

function at(turn: number, distance: number): [number, number] {
  const angle = turn * 2 * Math.PI - Math.PI / 2;
  return [round(width / 2 + Math.cos(angle) * distance), round(height / 2 + Math.sin(angle) * distance)];
}

export function percent(fraction: number): string {
  return `${(fraction * 100).toLocaleString("en", { maximumFractionDigits: 1 })} %`;
}
