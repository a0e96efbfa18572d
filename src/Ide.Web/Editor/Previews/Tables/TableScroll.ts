import { element } from "../../../Ui/Elements";
import type { DisposableStore } from "../../../Workbench/Disposable";
import { firstRowAt, mostHeight, rowHeight, scrollAt } from "./RowScale";

/**
 * The scrolled room of a table. Browsers make no element taller than some million pixels: a longer table gets a scrollbar of
 * that height, and its wheel and its keys move it by rows.
 */
export class TableScroll {
  readonly root = element("div", "preview-rows");
  readonly #spacer = element("div", "table-spacer");
  /** In rows, with a fraction: what is at the upper edge. */
  #top = 0;
  #rows = 0;
  /** What we have set ourselves, and is not the person's doing. */
  #expected = 0;

  constructor(
    head: HTMLElement,
    body: HTMLElement,
    private readonly moved: () => void,
    scope: DisposableStore,
  ) {
    const stage = element("div", "table-stage", head, body);
    this.#spacer.append(stage);
    this.root.append(this.#spacer);
    scope.listen(this.root, "scroll", () => this.#scrolled());
    scope.listen<WheelEvent>(this.root, "wheel", (event) => this.#wheel(event));
    const size = new ResizeObserver(moved);
    size.observe(this.root);
    scope.defer(() => size.disconnect());
  }

  size(rows: number, width: number): void {
    this.#rows = rows;
    this.#spacer.style.height = `${Math.min(mostHeight, rows * rowHeight) + rowHeight}px`;
    this.#spacer.style.width = `${width}px`;
  }

  /** What can be seen: rows, the fraction of the first that is above the edge in pixels, and the part of the width. */
  get window() {
    const first = Math.floor(this.#top);
    const count = Math.ceil(this.root.clientHeight / rowHeight) + 1;
    return { first, count, offset: (this.#top - first) * rowHeight, left: this.root.scrollLeft, width: this.root.clientWidth };
  }

  reveal(row: number, left: number, right: number, numbers: number): void {
    const full = Math.max(1, Math.floor(this.root.clientHeight / rowHeight) - 1);
    if (row < this.#top) {
      this.#go(row);
    } else if (row > this.#top + full - 1) {
      this.#go(row - full + 1);
    }

    if (left < this.root.scrollLeft) {
      this.root.scrollLeft = left;
    } else if (right + numbers > this.root.scrollLeft + this.root.clientWidth) {
      this.root.scrollLeft = right + numbers - this.root.clientWidth;
    }
  }

  get #visible(): number {
    return Math.max(1, this.root.clientHeight / rowHeight - 1);
  }

  #go(top: number): void {
    this.#top = Math.max(0, Math.min(top, this.#rows - this.#visible));
    this.root.scrollTop = scrollAt(this.#top, this.#rows, this.#visible);
    this.#expected = this.root.scrollTop;
    this.moved();
  }

  #scrolled(): void {
    if (Math.abs(this.root.scrollTop - this.#expected) > 1) {
      this.#expected = this.root.scrollTop;
      this.#top = firstRowAt(this.root.scrollTop, this.#rows, this.#visible);
    }

    this.moved();
  }

  #wheel(event: WheelEvent): void {
    if (this.#rows * rowHeight > mostHeight && event.deltaY !== 0 && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * rowHeight : event.deltaY;
      this.#go(this.#top + pixels / rowHeight);
    }
  }
}
