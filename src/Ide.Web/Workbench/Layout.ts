/** Where views stand. The editor has its area for itself. */
export type Area = "side" | "editor" | "panel" | "aside";
export type SizedArea = Exclude<Area, "editor">;

/**
 * How much room the window has: side by side; panel and aside in one room; one area at a time. The stylesheet of the frame
 * has the same limits.
 */
export type Width = "wide" | "medium" | "narrow";
export const widest = { medium: 1180, narrow: 640 } as const;

/** What a person has made of the frame. Plain data: it is what the browser keeps. */
export interface Layout {
  readonly open: Readonly<Record<SizedArea, boolean>>;
  /** The view in front, by its area. */
  readonly views: Readonly<Record<SizedArea, string>>;
  /** Wished sizes in pixels; the window may have less to give. */
  readonly sizes: Readonly<Record<SizedArea, number>>;
  readonly maximised: Exclude<Area, "side"> | null;
  /** Which of the two is in front where they share a room. */
  readonly room: "panel" | "aside";
  /** What is in front where there is room for one. */
  readonly front: Area;
}

export const firstLayout: Layout = {
  open: { side: true, panel: true, aside: true },
  views: { side: "explorer", panel: "terminals", aside: "output" },
  sizes: { side: 220, panel: 240, aside: 480 },
  maximised: null,
  room: "aside",
  front: "editor",
};

/** The least that an area is useful with, and that it leaves to what is beside it. */
export const least: Readonly<Record<SizedArea, number>> = { side: 170, panel: 110, aside: 260 };
const leastOther = 220;

export function isShown(layout: Layout, area: Area, width: Width): boolean {
  if (width === "narrow") {
    return layout.front === area;
  }

  const { maximised } = layout;
  if (area === "editor") {
    return maximised === null || maximised === "editor" || (width === "medium" && !layout.open[layout.room]);
  }

  if (!layout.open[area] || (area !== "side" && maximised === "editor")) {
    return false;
  }

  const isInFront = area === "side" || layout.room === area;
  return width === "medium" ? isInFront : !(area === "panel" && maximised === "aside");
}

export function shownAreas(layout: Layout, width: Width): Area[] {
  return (["side", "editor", "panel", "aside"] as const).filter((area) => isShown(layout, area, width));
}

/** Brings a view to where it can be seen, whatever covered it. */
export function show(layout: Layout, area: Area, view: string, width: Width): Layout {
  const next: Layout = {
    ...layout,
    ...(area === "editor" ? {} : { open: { ...layout.open, [area]: true }, views: { ...layout.views, [area]: view } }),
    room: area === "panel" || area === "aside" ? area : layout.room,
    front: area,
  };
  return isShown(next, area, width) ? next : { ...next, maximised: null };
}

/** Closes the area, or opens it again with the view that it had. */
export function toggle(layout: Layout, area: SizedArea, width: Width): Layout {
  return isShown(layout, area, width) ? close(layout, area) : show(layout, area, layout.views[area], width);
}

export function close(layout: Layout, area: SizedArea): Layout {
  return {
    ...layout,
    open: { ...layout.open, [area]: false },
    maximised: layout.maximised === area ? null : layout.maximised,
    front: layout.front === area ? "editor" : layout.front,
  };
}

/** Gives the area all the room there is, or gives it back. */
export function maximise(layout: Layout, area: Exclude<Area, "side">, width: Width): Layout {
  if (layout.maximised === area) {
    return { ...layout, maximised: null };
  }

  const view = area === "editor" ? "editor" : layout.views[area];
  return { ...show(layout, area, view, width), maximised: area };
}

export function resize(layout: Layout, area: SizedArea, wanted: number): Layout {
  // Dragged to nearly nothing means that it should go.
  return wanted < least[area] / 2
    ? close(layout, area)
    : { ...layout, sizes: { ...layout.sizes, [area]: Math.max(Math.round(wanted), least[area]) } };
}

/** The size that may be had: at least the area's own, and leaving what is beside it some room. */
export function fittingSize(layout: Layout, area: SizedArea, available: number): number {
  const most = Math.max(least[area], available - leastOther);
  return Math.round(Math.min(Math.max(layout.sizes[area], least[area]), most));
}

/** What was kept, as far as it makes sense; anything may have been written there. */
export function parseLayout(text: string | null): Layout {
  try {
    const kept = JSON.parse(text ?? "{}") as Partial<Layout> | null;
    const open = pick(kept?.open, firstLayout.open, (value) => typeof value === "boolean");
    return {
      open,
      views: pick(kept?.views, firstLayout.views, (value) => typeof value === "string" && /^[a-z-]{1,40}$/.test(value)),
      sizes: pick(kept?.sizes, firstLayout.sizes, (value) => typeof value === "number" && value > 0 && value < 10_000),
      maximised: parseMaximised(kept?.maximised, open),
      room: kept?.room === "panel" ? "panel" : "aside",
      front: kept?.front && ["side", "panel", "aside"].includes(kept.front) ? kept.front : "editor",
    };
  } catch {
    return firstLayout;
  }
}

function parseMaximised(kept: unknown, open: Layout["open"]): Layout["maximised"] {
  return kept === "editor" || ((kept === "panel" || kept === "aside") && open[kept]) ? kept : null;
}

function pick<T>(kept: Partial<Record<SizedArea, T>> | undefined, first: Record<SizedArea, T>, isSane: (value: unknown) => boolean) {
  const of = (area: SizedArea): T => (isSane(kept?.[area]) ? kept![area]! : first[area]);
  return { side: of("side"), panel: of("panel"), aside: of("aside") };
}
