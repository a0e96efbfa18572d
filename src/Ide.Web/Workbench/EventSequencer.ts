import type { JournalEvent } from "./JournalEvents";

/** What a batch came to. */
export interface Sequenced {
  /** In the journal's order, each once. */
  readonly events: readonly JournalEvent[];
  /** The journal's past was replaced: forget everything and join from the start. */
  readonly reset: boolean;
  /** Something is missing after `last`: join again from there. */
  readonly gap: boolean;
}

/**
 * Keeps the page's view of the journal whole: every event once, in order, whatever a reconnect repeats or loses.
 * A hole that the server repeats when asked again is the server's word that there is nothing to be had.
 */
export class EventSequencer {
  #last = 0;
  #journal: string | undefined;
  #askedAgainAt = -1;

  /** The last event that was let through: what to join after. */
  get last(): number {
    return this.#last;
  }

  accept(batch: readonly JournalEvent[]): Sequenced {
    const events: JournalEvent[] = [];
    for (const event of batch) {
      if (event.type === "agent_started" && this.#isAnotherJournal(event.journalId)) {
        return { events: [], reset: true, gap: false };
      }

      if (event.type === "truncated") {
        this.skipTo(event.firstSeq - 1);
      }

      if (event.seq === undefined) {
        events.push(event);
        continue;
      }

      if (event.seq <= this.#last) {
        continue;
      }

      if (event.seq > this.#last + 1 && this.#askedAgainAt !== this.#last) {
        this.#askedAgainAt = this.#last;
        return { events, reset: false, gap: true };
      }

      this.#last = event.seq;
      events.push(event);
    }

    return { events, reset: false, gap: false };
  }

  /** What lies before is not for this reader, or not kept. */
  skipTo(seq: number): void {
    this.#last = Math.max(this.#last, seq);
  }

  /** Start over, in the journal that is there now. */
  restart(): void {
    this.#last = 0;
    this.#journal = undefined;
    this.#askedAgainAt = -1;
  }

  #isAnotherJournal(id: string): boolean {
    const another = this.#journal !== undefined && this.#journal !== id;
    this.#journal ??= id;
    return another;
  }
}
