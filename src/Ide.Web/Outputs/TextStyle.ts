/** How a piece of output looks. Colours: 0 to 255 of the terminal's palette, or "#rrggbb". */
export interface TextStyle {
  readonly foreground?: number | string;
  readonly background?: number | string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
  readonly strike?: boolean;
  /** Written to the error stream. */
  readonly error?: boolean;
  /** Where it leads. */
  readonly link?: string;
}

export const plain: TextStyle = {};

type Mutable = { -readonly [K in keyof TextStyle]: TextStyle[K] | undefined };

const switches: Readonly<Record<number, readonly [keyof TextStyle, true | undefined][]>> = {
  1: [["bold", true]],
  2: [["dim", true]],
  3: [["italic", true]],
  4: [["underline", true]],
  7: [["inverse", true]],
  9: [["strike", true]],
  21: [["underline", true]],
  22: [
    ["bold", undefined],
    ["dim", undefined],
  ],
  23: [["italic", undefined]],
  24: [["underline", undefined]],
  27: [["inverse", undefined]],
  29: [["strike", undefined]],
  39: [["foreground", undefined]],
  49: [["background", undefined]],
};

/** The style after a `CSI … m`. What it does not know it leaves alone. */
export function applySgr(style: TextStyle, parameters: string): TextStyle {
  // Sub-parameters (4:3, 38:2::r:g:b) are read as if they were separated by semicolons, as most programs mean them.
  const codes = parameters === "" ? [0] : parameters.replace(/38:2:[^:;]*:(?=\d+:\d+:\d+)/g, "38:2:").split(/[;:]/).map(Number);
  let next: Mutable = { ...style };
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code === 0) {
      next = {};
    } else if (code === 38 || code === 48) {
      const [colour, used] = extendedColour(codes, at + 1);
      at += used;
      if (colour !== undefined) {
        next[code === 38 ? "foreground" : "background"] = colour;
      }
    } else if (code >= 30 && code <= 37) {
      next.foreground = code - 30;
    } else if (code >= 90 && code <= 97) {
      next.foreground = code - 90 + 8;
    } else if (code >= 40 && code <= 47) {
      next.background = code - 40;
    } else if (code >= 100 && code <= 107) {
      next.background = code - 100 + 8;
    } else {
      for (const [name, value] of switches[code] ?? []) {
        (next as Record<string, unknown>)[name] = value;
      }
    }
  }

  return withoutAbsent(next);
}

function extendedColour(codes: readonly number[], at: number): [number | string | undefined, number] {
  if (codes[at] === 5) {
    const index = codes[at + 1] ?? -1;
    return [index >= 0 && index <= 255 ? index : undefined, 2];
  }

  if (codes[at] === 2) {
    const rgb = codes.slice(at + 1, at + 4);
    const valid = rgb.length === 3 && rgb.every((part) => part >= 0 && part <= 255);
    return [valid ? `#${rgb.map((part) => part.toString(16).padStart(2, "0")).join("")}` : undefined, 4];
  }

  return [undefined, 0];
}

function withoutAbsent(style: Mutable): TextStyle {
  const entries = Object.entries(style).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? plain : (Object.fromEntries(entries) as TextStyle);
}

export function sameStyle(one: TextStyle, other: TextStyle): boolean {
  return (
    one === other ||
    (one.foreground === other.foreground &&
      one.background === other.background &&
      one.bold === other.bold &&
      one.dim === other.dim &&
      one.italic === other.italic &&
      one.underline === other.underline &&
      one.inverse === other.inverse &&
      one.strike === other.strike &&
      one.error === other.error &&
      one.link === other.link)
  );
}
