/** A result's `chart`, read: what it shows, without what nobody can draw. */
export type Chart = AxesChart | PieChart | SuperChart;

export interface SuperChart {
  readonly kind: "super";
  readonly title: string;
  readonly charts: readonly (AxesChart | PieChart)[];
}

export interface PieChart {
  readonly kind: "pie";
  readonly title: string;
  readonly slices: readonly Slice[];
}

export interface Slice {
  readonly label: string;
  readonly fraction: number;
  readonly text: string;
  readonly color: string | undefined;
  /** The empty middle, as a share of the radius. */
  readonly hole: number;
}

export interface AxesChart {
  readonly kind: "axes";
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly layers: readonly Layer[];
}

export type ScaleKind = "linear" | "log" | "datetime" | "categorical";

export interface Axis {
  readonly label: string;
  readonly scale: ScaleKind;
  readonly ticks: readonly Value[];
  readonly tickLabels: readonly string[];
  /** Where the author wanted the axis to begin and end; undefined where the data decide. */
  readonly limits: readonly [number, number] | undefined;
}

/** A place on an axis: a number, an ISO time or a category. */
export type Value = number | string;
export type Point = readonly [Value, Value];

interface Named {
  readonly label: string;
  /** `#rrggbb` or `#rrggbbaa`. */
  readonly color: string | undefined;
}

export interface Series extends Named {
  readonly points: readonly Point[];
  /** How many there were before thinning. */
  readonly total: number;
}

export interface Line extends Series {
  readonly dashes: "solid" | "dashed" | "dotted";
  readonly hasMarkers: boolean;
}

export interface ErrorSeries extends Series {
  readonly xErrors: readonly (readonly [number, number] | undefined)[];
  readonly yErrors: readonly (readonly [number, number] | undefined)[];
}

export interface Area extends Series {
  readonly base: readonly Value[];
}

export interface Bar extends Named {
  readonly value: number;
  readonly base: number;
  readonly group: string;
  readonly isHorizontal: boolean;
}

export interface Histogram extends Named {
  readonly edges: readonly number[];
  readonly values: readonly number[];
}

export interface Box extends Named {
  readonly min: number;
  readonly first: number;
  readonly median: number;
  readonly third: number;
  readonly max: number;
  readonly outliers: readonly number[];
}

export interface Heatmap extends Named {
  readonly xs: readonly Value[];
  readonly ys: readonly Value[];
  readonly values: readonly (readonly (number | undefined)[])[];
  readonly low: number;
  readonly high: number;
  readonly colorMap: string;
}

export type Layer =
  | { readonly kind: "line"; readonly elements: readonly Line[] }
  | { readonly kind: "scatter"; readonly elements: readonly Series[] }
  | { readonly kind: "errorbar"; readonly elements: readonly ErrorSeries[] }
  | { readonly kind: "area"; readonly elements: readonly Area[] }
  | { readonly kind: "bar"; readonly elements: readonly Bar[] }
  | { readonly kind: "histogram"; readonly elements: readonly Histogram[] }
  | { readonly kind: "box_and_whisker"; readonly elements: readonly Box[] }
  | { readonly kind: "heatmap"; readonly elements: readonly Heatmap[] };
