import type { Disposable } from "./Disposable";
import { Emitter } from "./Emitter";
import type { JournalEvent } from "./JournalEvents";

/** A run that waits or runs: who runs what, and where. */
export interface OpenRun {
  readonly id: string;
  readonly actor: string;
  readonly kind: "command" | "process" | "code";
  readonly state: "queued" | "running";
  readonly source: string;
  readonly path: string | undefined;
  /** Of the file, from 1. */
  readonly firstLine: number | undefined;
  readonly contextId: string | undefined;
  /** ISO 8601: when it was asked for. */
  readonly at: string;
}

/** What waits and runs in the sandbox now, oldest first, as the journal tells it. */
export class OpenRuns {
  readonly #runs = new Map<string, OpenRun>();
  readonly #changes = new Emitter<void>();

  readonly onChange = (listener: () => void): Disposable => this.#changes.on(listener);

  get all(): readonly OpenRun[] {
    return [...this.#runs.values()];
  }

  /** What runs in a context, first, and then what waits there, in its order. */
  in(contextId: string): readonly OpenRun[] {
    return this.all
      .filter((run) => run.contextId === contextId)
      .sort((a, b) => Number(a.state === "queued") - Number(b.state === "queued"));
  }

  /** What somebody runs: for lists of people. */
  of(actor: string): readonly OpenRun[] {
    return this.all.filter((run) => run.actor === actor);
  }

  clear(): void {
    this.#runs.clear();
    this.#changes.emit();
  }

  apply(batch: readonly JournalEvent[]): void {
    let changed = false;
    for (const event of batch) {
      changed = this.#take(event) || changed;
    }

    if (changed) {
      this.#changes.emit();
    }
  }

  #take(event: JournalEvent): boolean {
    switch (event.type) {
      case "run_started":
        this.#runs.set(event.runId, {
          id: event.runId,
          actor: event.actor,
          kind: event.kind,
          state: event.isQueued === true ? "queued" : "running",
          source: event.source,
          path: event.path,
          firstLine: event.firstLine,
          contextId: event.contextId,
          at: event.at,
        });
        return true;
      case "run_running": {
        const run = this.#runs.get(event.runId);
        if (run) {
          this.#runs.set(event.runId, { ...run, state: "running" });
        }

        return run !== undefined;
      }
      case "run_finished":
        return this.#runs.delete(event.runId);
      case "agent_started": {
        // It has ended the runs of the one before it; what of that was lost is not there any more either.
        const had = this.#runs.size > 0;
        this.#runs.clear();
        return had;
      }
      default:
        return false;
    }
  }
}

/** For people: how many run, and how many wait for them. */
export function countsOf(runs: readonly OpenRun[]): string {
  const waiting = runs.filter(({ state }) => state === "queued").length;
  const running = runs.length - waiting;
  return [running > 0 ? `${running} running` : "", waiting > 0 ? `${waiting} waiting` : ""].filter((part) => part !== "").join(", ");
}
