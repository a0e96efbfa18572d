export interface BackoffOptions {
  /** The first pause, in milliseconds. */
  readonly first: number;
  /** The longest pause, in milliseconds. */
  readonly cap: number;
  readonly random: () => number;
}

const defaults: BackoffOptions = { first: 250, cap: 8_000, random: Math.random };

/** How long to wait before the next attempt: doubled each time up to a cap, spread so that not all clients come at once. */
export class Backoff {
  readonly #options: BackoffOptions;
  #attempts = 0;

  constructor(options: Partial<BackoffOptions> = {}) {
    this.#options = { ...defaults, ...options };
  }

  get attempts(): number {
    return this.#attempts;
  }

  /** Milliseconds; between half of the pause and the whole of it. */
  next(): number {
    const { first, cap, random } = this.#options;
    const pause = Math.min(cap, first * 2 ** Math.min(this.#attempts++, 30));
    return Math.round(pause * (0.5 + random() / 2));
  }

  /** After a success: the next failure starts from the first pause again. */
  reset(): void {
    this.#attempts = 0;
  }
}
