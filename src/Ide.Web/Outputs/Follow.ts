import type { DisposableStore } from "../Workbench/Disposable";

/** Pixels from the end within which one counts as being there. */
const near = 24;

/** Keeps a pane at its end while its reader is there, and lets go as soon as the reader scrolls up. */
export class Follow {
  #following = true;
  #lastTop = 0;
  /** How far down the pane could be scrolled then. */
  #lastMost = 0;

  constructor(
    private readonly pane: HTMLElement,
    content: HTMLElement,
    private readonly changed: (following: boolean) => void,
    scope: DisposableStore,
  ) {
    const resized = new ResizeObserver(() => this.settle());
    resized.observe(content);
    resized.observe(pane);
    scope.defer(() => resized.disconnect());
    scope.listen(pane, "scroll", () => this.#scrolled(), { passive: true });
  }

  get following(): boolean {
    return this.#following;
  }

  /** After the content has grown. */
  settle(): void {
    if (this.#following) {
      this.pane.scrollTop = this.pane.scrollHeight;
      this.#lastTop = this.pane.scrollTop;
      this.#lastMost = this.pane.scrollHeight - this.pane.clientHeight;
    }
  }

  /** Stays where one is, as if one had scrolled up. */
  release(): void {
    this.#set(false);
  }

  resume(): void {
    this.#set(true);
    this.settle();
  }

  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.pane;
    const most = scrollHeight - clientHeight;
    const up = scrollTop < this.#lastTop - 1;
    // Content that shrinks and a window that grows move the pane up as well, which is nobody's wish.
    const moved = most < this.#lastMost;
    this.#lastTop = scrollTop;
    this.#lastMost = most;
    if (most - scrollTop < near) {
      this.#set(true);
    } else if (up && moved) {
      this.settle();
    } else if (up) {
      this.#set(false);
    }
  }

  #set(following: boolean): void {
    if (this.#following !== following) {
      this.#following = following;
      this.pane.dataset["following"] = String(following);
      this.changed(following);
    }
  }
}
