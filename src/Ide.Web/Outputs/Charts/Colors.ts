/** The palette's colours, as tokens of the style sheet; what has no colour of its own takes them in turn. */
const palette = 8;

/** A colour of the author's, or the next one of ours. What would not be seen on one of the two themes takes the text's. */
export function paint(color: string | undefined, number: number): string {
  if (color === undefined) {
    return `var(--chart-${number % palette})`;
  }

  const lightness = lightnessOf(color);
  return lightness < 0.09 || lightness > 0.94 ? "var(--text)" : color;
}

/** From 0, black, to 1, white; of what the eye makes of it. */
export function lightnessOf(color: string): number {
  const [red, green, blue] = partsOf(color);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

function partsOf(color: string): readonly [number, number, number] {
  const part = (at: number): number => Number.parseInt(color.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

/** A few colours along each of the ramps that one meets; between them is mixed. */
const ramps: Readonly<Record<string, readonly string[]>> = {
  viridis: ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"],
  plasma: ["#0d0887", "#7e03a8", "#cc4778", "#f89540", "#f0f921"],
  inferno: ["#000004", "#57106e", "#bc3754", "#f98e09", "#fcffa4"],
  magma: ["#000004", "#51127c", "#b73779", "#fc8961", "#fcfdbf"],
  cividis: ["#00224e", "#434e6c", "#7d7c78", "#bcaf6f", "#fee838"],
  coolwarm: ["#3b4cc0", "#8db0fe", "#dddcdc", "#f49a7b", "#b40426"],
  rdbu: ["#67001f", "#d6604d", "#f7f7f7", "#4393c3", "#053061"],
  rdylgn: ["#a50026", "#f88d52", "#ffffbf", "#86cb66", "#006837"],
  blues: ["#f7fbff", "#c6dbef", "#6baed6", "#2171b5", "#08306b"],
  greens: ["#f7fcf5", "#c7e9c0", "#74c476", "#238b45", "#00441b"],
  reds: ["#fff5f0", "#fcbba1", "#fb6a4a", "#cb181d", "#67000d"],
  gray: ["#000000", "#404040", "#808080", "#bfbfbf", "#ffffff"],
  rocket: ["#03051a", "#611f53", "#cb1b4f", "#f37651", "#faebdd"],
};

/** @param share From 0 to 1 along the ramp; a name that ends in `_r` runs it backwards. */
export function rampColor(map: string, share: number): string {
  const [, name = "", reversed] = /^(.*?)(_r)?$/i.exec(map.toLowerCase().replace("grey", "gray")) ?? [];
  const stops = ramps[name] ?? (ramps["viridis"] as readonly string[]);
  const place = Math.min(1, Math.max(0, reversed ? 1 - share : share)) * (stops.length - 1);
  const below = Math.min(Math.floor(place), stops.length - 2);
  const one = partsOf(stops[below] as string);
  const other = partsOf(stops[below + 1] as string);
  const mixed = one.map((part, at) => Math.round(part + ((other[at] as number) - part) * (place - below)));
  return `rgb(${mixed.join(" ")})`;
}
