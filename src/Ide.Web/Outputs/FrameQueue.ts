import type { Disposable } from "../Workbench/Disposable";

/** Milliseconds of one frame that may go into applying events; drawing needs the rest. */
const budget = 6;
/** A hidden page gets no frames; it keeps up at this pace, in milliseconds. */
const hiddenPace = 250;

/**
 * Takes work in as it comes and does it in slices, one a frame, then draws once. What waits is bounded by what the server
 * sends inline: a run's first MiB.
 */
export class FrameQueue<T> implements Disposable {
  #waiting: T[] = [];
  #at = 0;
  #scheduled = false;
  #disposed = false;

  constructor(
    private readonly apply: (item: T) => void,
    private readonly draw: () => void,
  ) {}

  /** All that came in is applied. */
  get isEmpty(): boolean {
    return this.#at === this.#waiting.length;
  }

  push(items: readonly T[]): void {
    for (const item of items) {
      this.#waiting.push(item);
    }

    this.schedule();
  }

  /** Drops what waits. */
  clear(): void {
    this.#waiting = [];
    this.#at = 0;
  }

  /** Draws in the next frame, even if nothing waits. */
  schedule(): void {
    if (!this.#scheduled && !this.#disposed) {
      this.#scheduled = true;
      if (document.hidden) {
        setTimeout(() => this.#turn(), hiddenPace);
      } else {
        requestAnimationFrame(() => this.#turn());
      }
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.clear();
  }

  #turn(): void {
    this.#scheduled = false;
    if (this.#disposed) {
      return;
    }

    const end = performance.now() + budget;
    while (this.#at < this.#waiting.length && performance.now() < end) {
      this.apply(this.#waiting[this.#at++] as T);
    }

    const more = this.#at < this.#waiting.length;
    if (!more) {
      this.clear();
    }

    this.draw();
    if (more) {
      this.schedule();
    }
  }
}
