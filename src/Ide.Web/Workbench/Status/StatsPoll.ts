import type { Disposable } from "../Disposable";
import type { Timer } from "../Timer";

/** Milliseconds between two answers. */
const every = 3_000;
/** Milliseconds after one that did not come. */
const afterFailure = 10_000;

/** Asks for something again and again while somebody looks, one question at a time, and not at all while nobody does. */
export class StatsPoll<T> implements Disposable {
  readonly #ask: () => Promise<T>;
  readonly #show: (answer: T | undefined) => void;
  readonly #timer: Timer;
  #isWatched = false;
  #asking = false;
  #cancel: (() => void) | undefined;

  /** @param show Undefined: it cannot be had now. */
  constructor(ask: () => Promise<T>, show: (answer: T | undefined) => void, timer: Timer) {
    this.#ask = ask;
    this.#show = show;
    this.#timer = timer;
  }

  watch(isWatched: boolean): void {
    if (isWatched !== this.#isWatched) {
      this.#isWatched = isWatched;
      this.#cancel?.();
      void this.#next();
    }
  }

  dispose(): void {
    this.watch(false);
  }

  async #next(): Promise<void> {
    if (!this.#isWatched || this.#asking) {
      return;
    }

    this.#asking = true;
    let pause = every;
    try {
      const answer = await this.#ask();
      if (this.#isWatched) {
        this.#show(answer);
      }
    } catch {
      pause = afterFailure;
      this.#show(undefined);
    } finally {
      this.#asking = false;
    }

    if (this.#isWatched) {
      this.#cancel = this.#timer.after(pause, () => void this.#next());
    }
  }
}
