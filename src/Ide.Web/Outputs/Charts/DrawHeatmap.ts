import type { Heatmap } from "./Chart";
import { rampColor } from "./Colors";
import { type Frame, round } from "./Picture";
import { numberText } from "./Scales";

/** Cells whose values are written into them, at most. */
const mostTexts = 120;

export function drawHeatmap(frame: Frame, map: Heatmap): void {
  const { canvas, left, right, top, bottom, x, y } = frame;
  const rows = map.values.length;
  const columns = map.xs.length;
  const width = (right - left) / columns;
  const height = (bottom - top) / rows;
  const isRising = isUpwards(map.ys);
  const share = (value: number): number => (map.high === map.low ? 0.5 : (value - map.low) / (map.high - map.low));
  map.values.forEach((row, number) => {
    const upper = top + height * (isRising ? rows - 1 - number : number);
    row.forEach((value, column) => {
      if (value === undefined) {
        return;
      }

      const at = left + width * column;
      // Half a unit over, so that no seams show between cells.
      canvas.add("rect", { x: round(at), y: round(upper), width: round(width + 0.4), height: round(height + 0.4), fill: rampColor(map.colorMap, share(value)) });
      const middle: readonly [number, number] = [at + width / 2, upper + height / 2];
      if (rows * columns <= mostTexts) {
        canvas.add("text", { x: round(middle[0]), y: round(middle[1] + 4), class: "chart-cell-text" }, numberText(Number(value.toPrecision(3))));
      }

      canvas.point(middle[0], middle[1], [
        `${frame.xName || "x"}: ${x.text(map.xs[column] ?? column)}, ${frame.yName || "y"}: ${y.text(map.ys[number] ?? number)}`, numberText(value),
      ]);
    });
  });
}

/** Rows of numbers stand as they do on an axis; named ones as in a table. */
export function isUpwards(ys: readonly (number | string)[]): boolean {
  const [first, last] = [ys[0], ys.at(-1)];
  return typeof first === "number" && typeof last === "number" && first < last;
}
