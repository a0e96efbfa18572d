import { Backoff } from "../Workbench/Backoff";
import { systemTimer, type Timer } from "../Workbench/Timer";
import { whole } from "./Answers";
import { RecentLoads } from "./RecentLoads";

export interface FreshPageActions {
  /** Rejects while there is no server. */
  readonly ask: () => Promise<unknown>;
  /** Waited for when the server is there, before the page goes: brings into safety what a load would lose. */
  readonly prepare: () => Promise<void>;
  readonly reload: () => void;
}

/**
 * Loads the page anew by itself: only once the server has given all of it, since a load that finds no server ends as the
 * browser's own error page, which does not come back. Where a service worker may run (ServiceWorker.script.ts) it also
 * covers the moment between that answer and the load.
 */
export class FreshPage {
  readonly #actions: FreshPageActions;
  readonly #recent: RecentLoads;
  readonly #timer: Timer;
  readonly #backoff: Backoff;
  #loading = false;
  #asking = false;
  #cancelWait: (() => void) | undefined;

  constructor(
    actions: FreshPageActions,
    recent = new RecentLoads(),
    timer: Timer = systemTimer,
    backoff = new Backoff({ cap: 2_000 }),
  ) {
    this.#actions = actions;
    this.#recent = recent;
    this.#timer = timer;
    this.#backoff = backoff;
  }

  /** Under way already: nothing more to do. */
  load(): void {
    if (!this.#loading) {
      this.#loading = true;
      this.#wait(this.#recent.pause());
    }
  }

  /** The network is back, or somebody looks at the page again. */
  retryNow(): void {
    if (this.#loading && !this.#asking) {
      this.#cancelWait?.();
      void this.#attempt();
    }
  }

  #wait(pause: number): void {
    this.#cancelWait = this.#timer.after(pause, () => void this.#attempt());
  }

  async #attempt(): Promise<void> {
    this.#asking = true;
    try {
      await this.#actions.ask();
      await this.#actions.prepare();
      this.#recent.note();
      this.#actions.reload();
    } catch {
      this.#asking = false;
      this.#wait(this.#backoff.next());
    }
  }
}

/** Asks for this very page, all of it. */
export const askForThisPage = (): Promise<unknown> => whole(fetch(location.href, { cache: "no-store" }));
