import { fittingSize, type Layout, parseLayout, shownAreas, type SizedArea, type Width, widest } from "./Layout";

const storageKey = "ide.workbench";
const sized: readonly SizedArea[] = ["side", "panel", "aside"];

export function windowWidth(): Width {
  return window.innerWidth <= widest.narrow ? "narrow" : window.innerWidth <= widest.medium ? "medium" : "wide";
}

export function keptLayout(): Layout {
  return parseLayout(localStorage.getItem(storageKey));
}

export function keepLayout(layout: Layout): void {
  localStorage.setItem(storageKey, JSON.stringify(layout));
}

/**
 * Puts the layout on the document's root, where the frame's stylesheet reads it: there no rendering of the page takes it
 * away, and it stands before the frame does, so that nothing jumps.
 */
export function paintLayout(layout: Layout): void {
  const root = document.documentElement;
  root.dataset["shows"] = shownAreas(layout, windowWidth()).join(" ");
  for (const area of sized) {
    const available = area === "panel" ? window.innerHeight : window.innerWidth;
    root.style.setProperty(`--${area}-size`, `${fittingSize(layout, area, available)}px`);
  }

  styleSheet().textContent = sized
    .map((area) => `[data-area="${area}"]>[data-view]:not([data-view="${layout.views[area]}"]){display:none}`)
    .join("\n");
}

function styleSheet(): HTMLStyleElement {
  const existing = document.getElementById("workbench-views");
  if (existing instanceof HTMLStyleElement) {
    return existing;
  }

  const sheet = document.createElement("style");
  sheet.id = "workbench-views";
  document.head.append(sheet);
  return sheet;
}
