import { Backoff } from "../Workbench/Backoff";
import type { Timer } from "../Workbench/Timer";

/**
 * Brings the circuit back. While the server cannot be reached it tries again, with growing pauses; a server that no longer
 * knows the circuit (it was restarted) gets a fresh page, since there is nothing left to go back to.
 */
export class Reconnection {
  readonly #reconnect: () => Promise<boolean>;
  readonly #giveUp: () => void;
  readonly #timer: Timer;
  readonly #backoff: Backoff;
  #running = false;
  #trying = false;
  #cancelRetry: (() => void) | undefined;

  /** @param reconnect True: the circuit is back. False: the server refused it. Rejects: no server. */
  constructor(reconnect: () => Promise<boolean>, giveUp: () => void, timer: Timer, backoff = new Backoff({ cap: 5_000 })) {
    this.#reconnect = reconnect;
    this.#giveUp = giveUp;
    this.#timer = timer;
    this.#backoff = backoff;
  }

  start(): void {
    if (!this.#running) {
      this.#running = true;
      this.#backoff.reset();
      void this.#attempt();
    }
  }

  stop(): void {
    this.#running = false;
    this.#cancelRetry?.();
  }

  retryNow(): void {
    if (this.#running && !this.#trying) {
      this.#cancelRetry?.();
      void this.#attempt();
    }
  }

  async #attempt(): Promise<void> {
    this.#trying = true;
    try {
      const isBack = await this.#reconnect();
      this.stop();
      if (!isBack) {
        this.#giveUp();
      }
    } catch {
      if (this.#running) {
        this.#cancelRetry = this.#timer.after(this.#backoff.next(), () => void this.#attempt());
      }
    } finally {
      this.#trying = false;
    }
  }
}
