import type { ITheme } from "@xterm/xterm";
import { areColoursForced, type Theme } from "../Workbench/Theme";

/** The sixteen colours of wwwroot/css/tokens.css, and the surfaces: xterm takes no custom properties. */
export function terminalColours(theme: Theme): ITheme {
  const style = getComputedStyle(document.documentElement);
  const ansi = (index: number): string => resolved(style.getPropertyValue(`--ansi-${index}`), theme);
  // What is painted of the root is the system's where it forces its colours; the custom properties stay the page's.
  const [surface, text] = areColoursForced()
    ? [style.backgroundColor, style.color]
    : [resolved(style.getPropertyValue("--surface"), theme), resolved(style.getPropertyValue("--text"), theme)];
  return {
    background: surface,
    foreground: text,
    cursor: text,
    cursorAccent: surface,
    selectionBackground: theme === "light" ? "#cfdcf8" : "#2b3f66",
    black: ansi(0),
    red: ansi(1),
    green: ansi(2),
    yellow: ansi(3),
    blue: ansi(4),
    magenta: ansi(5),
    cyan: ansi(6),
    white: ansi(7),
    brightBlack: ansi(8),
    brightRed: ansi(9),
    brightGreen: ansi(10),
    brightYellow: ansi(11),
    brightBlue: ansi(12),
    brightMagenta: ansi(13),
    brightCyan: ansi(14),
    brightWhite: ansi(15),
  };
}

/** A custom property keeps `light-dark(a, b)` as it is written. */
export function resolved(value: string, theme: Theme): string {
  const pair = /^\s*light-dark\(\s*([^,]+),\s*([^)]+)\)\s*$/.exec(value);
  return (pair ? (theme === "light" ? pair[1] : pair[2]) : value)?.trim() ?? "";
}
