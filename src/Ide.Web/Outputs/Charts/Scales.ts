import type { Axis, ScaleKind, Value } from "./Chart";

export interface Tick {
  /** In the picture's units. */
  readonly at: number;
  readonly label: string;
}

/** From what is on an axis to where it stands in the picture. */
export interface Scale {
  readonly kind: ScaleKind;
  /** Undefined for what has no place, such as a negative number on a logarithmic axis. */
  readonly place: (value: Value) => number | undefined;
  readonly ticks: readonly Tick[];
  /** The width of one category; 0 on an axis of numbers. */
  readonly band: number;
  readonly text: (value: Value) => string;
}

const mostTicks = 10;

/**
 * @param values Everything on the axis; of categories also their order.
 * @param from Where the axis begins in the picture. @param to Where it ends: less than `from` on an axis that rises.
 * @param hasBands The axis carries bars or boxes, one a category.
 */
export function scaleOf(axis: Axis, values: readonly Value[], from: number, to: number, hasBands: boolean): Scale {
  if (hasBands || (axis.scale !== "datetime" && values.some((value) => typeof value === "string"))) {
    return bands(axis, values, from, to);
  }

  const isTime = axis.scale === "datetime" || values.some((value) => typeof value === "string");
  return isTime ? timeScale(values, from, to) : numberScale(axis, values.filter((value) => typeof value === "number"), from, to);
}

function bands(axis: Axis, values: readonly Value[], from: number, to: number): Scale {
  // In the author's order where the ticks name them all; otherwise as they come.
  const names = [...new Set(values.filter((value) => typeof value === "string"))];
  const ticked = axis.tickLabels.filter((label) => label !== "");
  const order = names.every((name) => ticked.includes(name)) && ticked.length > 0 ? [...new Set(ticked)] : names;
  const numbers = new Map(order.map((name, at) => [name, at]));
  const band = (to - from) / Math.max(1, order.length);
  const place = (value: Value): number | undefined => {
    const at = numbers.get(String(value)) ?? (typeof value === "number" ? value : undefined);
    return at === undefined || at < -0.5 || at > order.length - 0.5 ? undefined : from + band * (at + 0.5);
  };
  const step = Math.ceil(order.length / (Math.abs(to - from) / 34));
  const ticks = order.flatMap((name, at) => (at % step === 0 ? [{ at: from + band * (at + 0.5), label: name }] : []));
  return { kind: "categorical", place, ticks, band: Math.abs(band), text: String };
}

function timeScale(values: readonly Value[], from: number, to: number): Scale {
  const times = values.map((value) => timeOf(value)).filter((time) => time !== undefined);
  const [low, high] = padded(spanOf(times), 0.02);
  const place = (value: Value): number | undefined => {
    const time = timeOf(value);
    return time === undefined ? undefined : from + ((time - low) / (high - low)) * (to - from);
  };
  const ticks = timeTicks(low, high, Math.abs(to - from) > 300 ? 7 : 4).map((time) => ({
    at: from + ((time - low) / (high - low)) * (to - from),
    label: timeLabel(time, high - low),
  }));
  return { kind: "datetime", place, ticks, band: 0, text: (value) => String(value).replace("T00:00:00", "").replace("T", " ") };
}

function numberScale(axis: Axis, numbers: readonly number[], from: number, to: number): Scale {
  const isLog = axis.scale === "log" && numbers.some((number) => number > 0);
  const usable = isLog ? numbers.filter((number) => number > 0) : numbers;
  const isWanted = axis.limits && (!isLog || Math.min(...axis.limits) > 0);
  const [low, high] = isWanted && axis.limits ? axis.limits : isLog ? spanOf(usable) : padded(spanOf(usable), 0.05);
  const shape = isLog ? Math.log10 : (number: number): number => number;
  const [start, end] = [shape(low), shape(high) === shape(low) ? shape(low) + 1 : shape(high)];
  const place = (value: Value): number | undefined => {
    const number = typeof value === "number" ? value : Number(value);
    const at = shape(number);
    return Number.isFinite(at) ? from + ((at - start) / (end - start)) * (to - from) : undefined;
  };
  const theirs = isLog ? [] : ticksOf(axis);
  const own = isLog ? logTicks(Math.min(start, end), Math.max(start, end)) : niceTicks(Math.min(low, high), Math.max(low, high), 6);
  const chosen = theirs.length > 0 ? theirs : own.map((number): [number, string] => [number, numberText(number)]);
  const ticks = chosen.map(([number, label]) => ({ at: place(number) ?? from, label }));
  return { kind: isLog ? "log" : "linear", place, ticks, band: 0, text: (value) => (typeof value === "number" ? numberText(value) : value) };
}

/** The author's ticks, where they are few and plain. */
function ticksOf({ ticks, tickLabels }: Axis): [number, string][] {
  const plain = tickLabels.length === ticks.length && ticks.length > 0 && ticks.length <= mostTicks && !tickLabels.some((label) => label.includes("$"));
  return plain && ticks.every((tick) => typeof tick === "number") ? ticks.map((tick, at) => [tick as number, tickLabels[at] ?? ""]) : [];
}

/** Milliseconds since the epoch. A time without a zone is what it says, wherever it is read. */
export function timeOf(value: Value): number | undefined {
  const time = typeof value === "number" ? value : Date.parse(/[zZ]|[+-]\d\d:\d\d$/.test(value) || !value.includes("T") ? value : `${value}Z`);
  return Number.isFinite(time) ? time : undefined;
}

function spanOf(numbers: readonly number[]): [number, number] {
  return numbers.length === 0
    ? [0, 1]
    : [numbers.reduce((least, each) => Math.min(least, each)), numbers.reduce((greatest, each) => Math.max(greatest, each))];
}

function padded([low, high]: readonly [number, number], share: number): [number, number] {
  const room = high === low ? Math.abs(high) || 1 : (high - low) * share;
  return [low - room, high + room];
}

/** Round numbers within the span, about as many as wanted. */
export function niceTicks(low: number, high: number, wanted: number): readonly number[] {
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  if (!Number.isFinite(step) || step <= 0) {
    return [low];
  }

  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, Math.min(last - first + 1, 50)) }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

function logTicks(start: number, end: number): readonly number[] {
  const step = Math.max(1, Math.ceil((end - start) / 8));
  const powers = Array.from({ length: Math.max(0, Math.floor(end) - Math.ceil(start) + 1) }, (_, at) => Math.ceil(start) + at);
  return powers.filter((_, at) => at % step === 0).map((power) => 10 ** power);
}

const second = 1_000;
const day = 86_400 * second;
const steps = [
  1, second, 5 * second, 15 * second, 60 * second, 5 * 60 * second, 15 * 60 * second, 3_600 * second, 3 * 3_600 * second,
  6 * 3_600 * second, 12 * 3_600 * second, day, 2 * day, 7 * day, 30.4375 * day, 91.3125 * day, 365.25 * day, 5 * 365.25 * day,
  10 * 365.25 * day, 100 * 365.25 * day,
];

export function timeTicks(low: number, high: number, wanted: number): readonly number[] {
  const rough = (high - low) / wanted;
  const step = steps.find((each) => each >= rough) ?? rough;
  if (step < 30 * day) {
    const first = Math.ceil(low / step);
    return Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, at) => (first + at) * step);
  }

  // Months and years begin where the calendar says.
  const months = Math.max(1, Math.round(step / (30.4375 * day)));
  const begin = new Date(low);
  const ticks: number[] = [];
  for (let month = Math.ceil((begin.getUTCFullYear() * 12 + begin.getUTCMonth()) / months) * months; ticks.length < 50; month += months) {
    const time = Date.UTC(Math.floor(month / 12), month % 12);
    if (time > high || !Number.isFinite(time)) {
      break;
    }

    if (time >= low) {
      ticks.push(time);
    }
  }

  return ticks;
}

function timeLabel(time: number, span: number): string {
  const iso = new Date(time).toISOString();
  return span > 3 * 365 * day ? iso.slice(0, 4) : span > 90 * day ? iso.slice(0, 7) : span > 2 * day ? iso.slice(0, 10) : span > 120 * second ? iso.slice(11, 16) : iso.slice(11, 19);
}

/** A number as one reads it on an axis. */
export function numberText(number: number): string {
  const size = Math.abs(number);
  return size !== 0 && (size >= 1e7 || size < 1e-4) ? number.toExponential(2).replace(/\.?0+e/, "e").replace("e+", "e") : number.toLocaleString("en", { maximumSignificantDigits: 6 });
}
