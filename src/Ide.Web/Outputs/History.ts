import type { JournalEvent, RunState } from "../Workbench/JournalEvents";
import type { SandboxApi } from "../Workbench/SandboxApi";
import { linesIn } from "./NdJson";
import { type Entry, RunModel } from "./RunModel";

/** What `/api/runs` tells of a run, as far as it matters here. */
export interface ListedRun {
  readonly runId: string;
  readonly state: RunState;
  /** The number of its first event in the journal. */
  readonly startSeq: number;
}

/** A piece of the past, read again. */
export interface Past {
  readonly entries: readonly Entry[];
  /** Where it begins in the journal. */
  readonly firstSeq: number;
}

/** Runs that a page begins with, and runs that come with one look further back. */
const runsAtOnce = 50;
/** Events that a page begins with at most, but for runs that go on. */
const eventsAtOnce = 5_000;
/** Events read for one look back; what does not fit stays in the run's file. */
const mostRead = 100_000;

/**
 * The seq after which a page joins: early enough for the latest runs and for all that still go on, late enough to be quick
 * however long the history is.
 * @param runs Oldest first.
 */
export function whereToJoin(runs: readonly ListedRun[]): number {
  const newest = runs.at(-1)?.startSeq ?? 0;
  const recent = runs.slice(-runsAtOnce).find((run) => newest - run.startSeq <= eventsAtOnce);
  const open = runs.filter(isOpen).map((run) => run.startSeq);
  return runs.length <= runsAtOnce && newest <= eventsAtOnce ? 0 : Math.max(0, Math.min(recent?.startSeq ?? 0, ...open) - 1);
}

/** The stream before what the page holds, read from the journal piece by piece when somebody scrolls up to it. */
export class History {
  constructor(private readonly api: SandboxApi) {}

  /** Zero, the whole of it, where the sandbox does not say; who may not see the past is told so by the join. */
  async whereToJoin(): Promise<number> {
    try {
      return whereToJoin(await this.#runs());
    } catch {
      return 0;
    }
  }

  /** The last runs that began before, with all that belongs to them. Undefined when there are none. */
  async before(seq: number): Promise<Past | undefined> {
    const earlier = (await this.#runs()).filter((run) => run.startSeq < seq && !isOpen(run));
    const runs = earlier.slice(-runsAtOnce);
    const [first] = runs;
    if (!first) {
      return undefined;
    }

    // Before the first run of all there is only what was said before it.
    const firstSeq = earlier.length > runs.length ? first.startSeq : 1;
    const model = new RunModel(Number.POSITIVE_INFINITY);
    const wanted = new Set(runs.map((run) => run.runId));
    let read = 0;
    for await (const event of this.#events(firstSeq - 1)) {
      const run = "runId" in event ? event.runId : undefined;
      if (run === undefined ? (event.seq ?? 0) < seq : wanted.has(run)) {
        model.apply(event);
      }

      if (event.type === "run_finished") {
        wanted.delete(event.runId);
      }

      if ((wanted.size === 0 && (event.seq ?? 0) >= seq - 1) || ++read === mostRead) {
        break;
      }
    }

    return { entries: model.entries, firstSeq };
  }

  async #runs(): Promise<readonly ListedRun[]> {
    return (await this.api.json<{ readonly runs: readonly ListedRun[] }>("GET", "/api/runs")).runs;
  }

  async *#events(after: number): AsyncIterable<JournalEvent> {
    const response = await this.api.fetch("/api/events", { after: String(after) }, { headers: { Accept: "application/x-ndjson" } });
    for await (const line of linesIn(response.body)) {
      yield JSON.parse(line) as JournalEvent;
    }
  }
}

function isOpen({ state }: ListedRun): boolean {
  return state === "queued" || state === "running";
}
