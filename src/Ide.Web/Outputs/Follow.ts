import type { DisposableStore } from "../Workbench/Disposable";

/** Pixels from the end within which one counts as being there. */
const near = 24;

/** Keeps a pane at its end while its reader is there, and lets go as soon as the reader scrolls up. */
export class Follow {
  #following = true;
  #lastTop = 0;

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
    const atEnd = scrollHeight - scrollTop - clientHeight < near;
    // Content that shrinks moves the pane up as well, and is nobody's wish.
    const up = scrollTop < this.#lastTop - 1;
    this.#lastTop = scrollTop;
    if (atEnd) {
      this.#set(true);
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
