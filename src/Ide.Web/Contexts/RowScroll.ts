/** Browsers lay nothing out that is higher than this, in pixels. */
const mostHeight = 8_000_000;

/**
 * Which rows a scrolled box shows, for any number of them. While they all fit into what a browser can lay out, a pixel is a
 * pixel. Beyond that the scroll bar stands for the whole and small movements (wheel, finger) still go row by row.
 */
export class RowScroll {
  #total = 0;
  #viewport = 0;
  #top = 0;
  /** In pixels, of all rows: where the first shown pixel lies. */
  #place = 0;

  constructor(readonly rowHeight: number) {}

  /** @returns The height of what is scrolled. */
  resize(total: number, viewport: number): number {
    [this.#total, this.#viewport] = [total, viewport];
    this.#place = Math.min(this.#place, this.#farthest);
    this.#top = this.#topOf(this.#place);
    return this.height;
  }

  get height(): number {
    return Math.min(this.#total * this.rowHeight, mostHeight);
  }

  /** Where the box is to be scrolled to. */
  get top(): number {
    return this.#top;
  }

  get first(): number {
    return Math.floor(this.#place / this.rowHeight);
  }

  get last(): number {
    return Math.min(this.#total - 1, Math.floor((this.#place + this.#viewport) / this.rowHeight));
  }

  /** Pixels by which the first shown row stands above the box's upper edge. */
  get overhang(): number {
    return this.#place - this.first * this.rowHeight;
  }

  /** The box was scrolled. Afterwards it belongs to `top`, which may be another place. */
  scrolled(top: number): void {
    const step = top - this.#top;
    const isSmall = Math.abs(step) <= this.#viewport && top > 0 && top < this.height - this.#viewport;
    this.#place = this.#isScaled && isSmall ? this.#place + step : (top / Math.max(1, this.height - this.#viewport)) * this.#farthest;
    this.#place = Math.max(0, Math.min(this.#farthest, this.#place));
    this.#top = this.#isScaled && isSmall ? this.#topOf(this.#place) : top;
  }

  /** Brings a row into view, by as little as can be. */
  reveal(row: number): void {
    const [above, below] = [row * this.rowHeight, (row + 1) * this.rowHeight - this.#viewport];
    this.#place = Math.max(0, Math.min(this.#farthest, Math.max(below, Math.min(above, this.#place))));
    this.#top = this.#topOf(this.#place);
  }

  get #isScaled(): boolean {
    return this.#total * this.rowHeight > mostHeight;
  }

  get #farthest(): number {
    return Math.max(0, this.#total * this.rowHeight - this.#viewport);
  }

  #topOf(place: number): number {
    return this.#farthest === 0 ? 0 : (place / this.#farthest) * Math.max(0, this.height - this.#viewport);
  }
}
