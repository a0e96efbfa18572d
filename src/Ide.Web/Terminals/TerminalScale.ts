export interface Grid {
  readonly cols: number;
  readonly rows: number;
}

/** Pixels. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

/** Below it nobody can read; what does not fit then is cut. */
const leastFontSize = 4;

/** How many cells a box has room for; undefined while it is not shown. */
export function roomOf(box: Box, cell: Box): Grid | undefined {
  const [cols, rows] = [Math.floor(box.width / cell.width), Math.floor(box.height / cell.height)];
  return box.width > 0 && box.height > 0 && cell.width > 0 && cell.height > 0 ? { cols: Math.max(cols, 1), rows: Math.max(rows, 1) } : undefined;
}

/** The font size, in half pixels, at which a grid that others have set fits the room; the person's own where it does anyway. */
export function fontSizeFor(own: number, grid: Grid, room: Grid): number {
  const scale = Math.min(1, room.cols / grid.cols, room.rows / grid.rows);
  return scale === 1 ? own : Math.max(leastFontSize, Math.floor(own * scale * 2) / 2);
}

/** How a shared grid lies in one's own room. */
export function fitOf(grid: Grid, room: Grid): "exact" | "scaled" | "framed" {
  if (grid.cols > room.cols || grid.rows > room.rows) {
    return "scaled";
  }

  return grid.cols < room.cols || grid.rows < room.rows ? "framed" : "exact";
}
