import { element } from "../../Ui/Elements";
import type { AxesChart, Chart, PieChart } from "./Chart";
import { drawAxes } from "./DrawChart";
import { drawPie } from "./DrawPie";
import type { Picture, Target } from "./Picture";

const svg = "http://www.w3.org/2000/svg";

/** A chart as a picture of our own: it follows the theme, tells its values, and can be read with the keyboard. */
export function chartView(chart: Chart): HTMLElement {
  if (chart.kind !== "super") {
    return singleView(chart);
  }

  const title = chart.title === "" ? [] : [element("div", "chart-title", chart.title)];
  return element("div", "chart-super", ...title, element("div", "chart-grid-of", ...chart.charts.map(singleView)));
}

function singleView(chart: AxesChart | PieChart): HTMLElement {
  const picture = chart.kind === "pie" ? drawPie(chart) : drawAxes(chart);
  const figure = element("figure", "chart");
  if (chart.title !== "") {
    figure.append(element("figcaption", "chart-title", chart.title));
  }

  figure.append(stageOf(picture, summaryOf(chart, picture)));
  if (picture.legend.length > 1) {
    figure.append(legendOf(picture));
  }

  return figure;
}

/** The picture, with what points at its values: the pointer, or the arrow keys. */
function stageOf(picture: Picture, summary: string): HTMLElement {
  const drawing = drawingOf(picture);
  const mark = document.createElementNS(svg, "circle");
  mark.setAttribute("class", "chart-mark");
  mark.setAttribute("r", "5");
  mark.style.display = "none";
  drawing.append(mark);
  const tip = element("div", "chart-tip");
  tip.setAttribute("role", "status");
  const stage = element("div", "chart-stage", drawing, tip);
  stage.tabIndex = 0;
  stage.setAttribute("role", "group");
  stage.setAttribute("aria-roledescription", "chart");
  stage.setAttribute("aria-label", summary);
  let at = -1;
  const point = (index: number): void => {
    at = index;
    const target = picture.targets[index];
    mark.style.display = target ? "" : "none";
    tip.textContent = target?.text ?? "";
    if (target) {
      mark.setAttribute("cx", String(target.x));
      mark.setAttribute("cy", String(target.y));
      place(tip, target, picture);
    }
  };
  drawing.addEventListener("pointermove", (event) => point(nearest(picture, drawing, event)));
  drawing.addEventListener("pointerleave", () => point(-1));
  stage.addEventListener("blur", () => point(-1));
  stage.addEventListener("keydown", (event) => {
    const next = stepOf(event.key, at, picture.targets.length);
    if (next !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      point(next);
    }
  });
  return stage;
}

function stepOf(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case "ArrowRight":
      return Math.min(at + 1, count - 1);
    case "ArrowLeft":
      return Math.max(at - 1, 0);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    case "Escape":
      return at < 0 ? undefined : -1;
    default:
      return undefined;
  }
}

/** Beside what it tells of, on the side where there is room. */
function place(tip: HTMLElement, { x, y }: Target, { width, height }: Picture): void {
  tip.style.left = `${(x / width) * 100}%`;
  tip.style.top = `${(y / height) * 100}%`;
  tip.dataset["side"] = x > width / 2 ? "left" : "right";
  tip.dataset["above"] = String(y > height / 2);
}

/** The target nearest to the pointer, however far: across counts more, since series are read along their axis. */
function nearest({ targets, width, height }: Picture, drawing: SVGSVGElement, event: PointerEvent): number {
  const box = drawing.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * width;
  const y = ((event.clientY - box.top) / box.height) * height;
  let found = -1;
  let least = Number.POSITIVE_INFINITY;
  targets.forEach((target, index) => {
    const distance = (target.x - x) ** 2 + (target.y - y) ** 2 / 4;
    if (distance < least) {
      least = distance;
      found = index;
    }
  });
  return found;
}

function drawingOf({ width, height, shapes }: Picture): SVGSVGElement {
  const drawing = document.createElementNS(svg, "svg");
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawing.setAttribute("class", "chart-drawing");
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(
    ...shapes.map(({ tag, attributes, text }) => {
      const made = document.createElementNS(svg, tag);
      Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, String(value)));
      made.textContent = text ?? "";
      return made;
    }),
  );
  return drawing;
}

function legendOf({ legend }: Picture): HTMLElement {
  const entries = legend.map(({ label, paint }) => {
    const swatch = element("span", "chart-swatch");
    swatch.style.background = paint;
    return element("li", "", swatch, label);
  });
  return element("ul", "chart-legend", ...entries);
}

const names = {
  line: "line chart",
  scatter: "scatter plot",
  errorbar: "chart with error bars",
  area: "area chart",
  bar: "bar chart",
  histogram: "histogram",
  box_and_whisker: "box plot",
  heatmap: "heat map",
} as const;

function summaryOf(chart: AxesChart | PieChart, { targets, legend }: Picture): string {
  const kind = chart.kind === "pie" ? "pie chart" : [...new Set(chart.layers.map((layer) => names[layer.kind]))].join(" and ");
  const axes = chart.kind === "pie" ? "" : [chart.y.label, chart.x.label].filter((label) => label !== "").join(" over ");
  const series = legend.length > 1 ? `${legend.length} series` : "";
  const values = `${targets.length} ${targets.length === 1 ? "value" : "values"}. Arrow keys read them`;
  return `${[chart.title, kind, axes, series, values].filter((part) => part !== "").join(", ")}.`;
}
