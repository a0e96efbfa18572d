/** Cells that are looked at, at most. */
const most = 2_000;

/**
 * Cells that their author has given a background and no colour of text: the text was meant to be dark on light paper, and
 * is made so, or light on dark, whatever the theme is.
 */
export function keepReadable(host: HTMLElement, root: ParentNode): void {
  requestAnimationFrame(() => {
    const inherited = getComputedStyle(host).color;
    for (const cell of [...root.querySelectorAll<HTMLElement>("td, th")].slice(0, most)) {
      const { backgroundColor, color } = getComputedStyle(cell);
      const lightness = lightnessOf(backgroundColor);
      if (lightness !== undefined && color === inherited) {
        cell.style.color = lightness > 0.5 ? "#000000" : "#ffffff";
      }
    }
  });
}

/** From 0 to 1; undefined for what shines through. */
function lightnessOf(color: string): number | undefined {
  const [, red, green, blue] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(color) ?? [];
  return blue === undefined ? undefined : (0.2126 * Number(red) + 0.7152 * Number(green) + 0.0722 * Number(blue)) / 255;
}
