import type { Disposable } from "../Workbench/Disposable";
import type { OutputReader } from "./OutputReader";
import { textsOf } from "./OutputTail";
import type { Fetch, Run } from "./Run";
import { size } from "./Sizes";

/** Milliseconds between two looks at the output of one run: fast enough to seem live, slow enough for a flood. */
const pace = 400;

/** Brings in the output that came without its text, for the runs that are shown. */
export class TailFetcher implements Disposable {
  readonly #busy = new Set<Run>();
  #disposed = false;

  constructor(
    private readonly reader: OutputReader,
    private readonly arrived: (run: Run) => void,
  ) {}

  /** Call it whenever the run has changed; it does not fetch more often than it should. */
  look(run: Run): void {
    if (!this.#busy.has(run) && !this.#disposed && (run.fetches.length > 0 || !run.tail.isEmpty)) {
      this.#busy.add(run);
      void this.#bringIn(run);
    }
  }

  dispose(): void {
    this.#disposed = true;
  }

  async #bringIn(run: Run): Promise<void> {
    run.closeTail();
    const fetches = run.fetches.splice(0);
    for (const fetch of fetches) {
      await this.#write(run, fetch);
    }

    this.arrived(run);
    setTimeout(() => {
      this.#busy.delete(run);
      this.look(run);
    }, pace);
  }

  async #write(run: Run, { screen, wanted }: Fetch): Promise<void> {
    if (wanted.skipped > 0) {
      screen.gap(`… ${size(wanted.skipped)} not shown here: it is in the whole output …`);
    }

    try {
      const bytes = await this.reader.bytes(run.id, wanted.offset, wanted.length);
      textsOf(wanted, bytes).forEach(({ stream, text }) => screen.write(text, stream));
    } catch {
      screen.gap(`… ${size(wanted.length)} could not be fetched: it is in the whole output …`);
    }
  }
}
