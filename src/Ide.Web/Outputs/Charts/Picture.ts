import type { Scale } from "./Scales";

/** One element of the picture, for whoever makes elements. */
export interface Shape {
  readonly tag: "path" | "rect" | "circle" | "text";
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly text?: string;
}

/** Something that can be pointed at, and what there is to say of it. */
export interface Target {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface LegendEntry {
  readonly label: string;
  readonly paint: string;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  readonly targets: readonly Target[];
  readonly legend: readonly LegendEntry[];
}

/** A picture while it is drawn. */
export class Canvas {
  readonly shapes: Shape[] = [];
  readonly targets: Target[] = [];
  readonly #legend = new Map<string, LegendEntry>();

  constructor(
    readonly width: number,
    readonly height: number,
  ) {}

  add(tag: Shape["tag"], attributes: Shape["attributes"], text?: string): void {
    this.shapes.push(text === undefined ? { tag, attributes } : { tag, attributes, text });
  }

  /** @param text What is said of it, line by line. */
  point(x: number, y: number, text: readonly string[]): void {
    this.targets.push({ x, y, text: text.filter((line) => line !== "").join("\n") });
  }

  explain(label: string, paint: string): void {
    if (label !== "" && !this.#legend.has(label)) {
      this.#legend.set(label, { label, paint });
    }
  }

  get picture(): Picture {
    const { width, height, shapes, targets } = this;
    return { width, height, shapes, targets, legend: [...this.#legend.values()] };
  }
}

/** Where a pair of axes stands in its picture, and how its scales are. */
export interface Frame {
  readonly canvas: Canvas;
  readonly x: Scale;
  readonly y: Scale;
  readonly xName: string;
  readonly yName: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function round(number: number): number {
  return Math.round(number * 100) / 100;
}

/** A line through places; a missing one interrupts it. */
export function pathOf(places: readonly (readonly [number, number] | undefined)[]): string {
  let pen = "M";
  const parts: string[] = [];
  for (const place of places) {
    if (place) {
      parts.push(`${pen}${round(place[0])} ${round(place[1])}`);
      pen = "L";
    } else {
      pen = "M";
    }
  }

  return parts.join("");
}

/** The place of a point, when both of its values have one. */
export function placeOf({ x, y }: Frame, point: readonly [number | string, number | string]): readonly [number, number] | undefined {
  const [across, up] = [x.place(point[0]), y.place(point[1])];
  return across === undefined || up === undefined ? undefined : [across, up];
}

/** `name: value`, with the axis' name where it has one. */
export function said(name: string, scale: Scale, value: number | string, otherwise: string): string {
  return `${name === "" ? otherwise : name}: ${scale.text(value)}`;
}
