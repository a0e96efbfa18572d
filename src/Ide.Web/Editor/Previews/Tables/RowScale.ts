/** Of one row, in pixels. */
export const rowHeight = 24;

/** Tallest that a table's scrolled room is, in pixels: browsers end somewhere above 16 million. */
export const mostHeight = 12_000_000;

/** The row at the upper edge, with a fraction, for a place of the scrollbar. @param visible Rows that fit. */
export function firstRowAt(scrollTop: number, rows: number, visible: number): number {
  const last = Math.max(0, rows - visible);
  const whole = rows * rowHeight;
  return Math.min(last, whole <= mostHeight ? scrollTop / rowHeight : (scrollTop / (mostHeight - visible * rowHeight)) * last);
}

/** The other way round. */
export function scrollAt(top: number, rows: number, visible: number): number {
  const last = Math.max(1, rows - visible);
  return rows * rowHeight <= mostHeight ? top * rowHeight : (top / last) * (mostHeight - visible * rowHeight);
}
