import { shownText } from "../../Ui/ShownText";
import type { Disposable } from "../Disposable";
import { Emitter } from "../Emitter";
import type { JournalEvent, RunFinished, RunStarted } from "../JournalEvents";

/** A run has ended while the page was there. */
export interface RunEnd {
  readonly runId: string;
  /** Its file, or the beginning of its code. */
  readonly name: string;
  readonly actor: string;
  readonly state: RunFinished["state"];
  /** Milliseconds. */
  readonly duration: number;
  /** What went wrong, in one line. */
  readonly error?: string;
}

/** A run waits for an answer. */
export interface Question {
  readonly runId: string;
  readonly name: string;
  readonly actor: string;
  readonly prompt: string;
}

interface OpenRun {
  readonly started: RunStarted;
  error?: string;
}

/** Runs of which more than the id is kept; with more than this open at once, the oldest are told without their names. */
const mostOpen = 1_000;
const longestName = 60;
const longestError = 200;

/** What of the journal is news: runs that end and runs that ask. What was before the page came is none. */
export class RunNews {
  readonly #open = new Map<string, OpenRun>();
  readonly #ends = new Emitter<RunEnd>();
  readonly #questions = new Emitter<Question>();

  readonly onEnd = (listener: (end: RunEnd) => void): Disposable => this.#ends.on(listener);
  readonly onQuestion = (listener: (question: Question) => void): Disposable => this.#questions.on(listener);

  take(batch: readonly JournalEvent[], isNews: boolean): void {
    batch.forEach((event) => this.#apply(event, isNews));
  }

  /** The journal's past was replaced. */
  reset(): void {
    this.#open.clear();
  }

  #apply(event: JournalEvent, isNews: boolean): void {
    switch (event.type) {
      case "run_started":
        this.#open.set(event.runId, { started: event });
        if (this.#open.size > mostOpen) {
          this.#open.delete(this.#open.keys().next().value!);
        }
        break;
      case "error": {
        const run = this.#open.get(event.runId);
        if (run) {
          run.error = firstLine(`${event.ename}: ${event.evalue}`, longestError);
        }
        break;
      }
      case "input_request":
        if (isNews) {
          this.#questions.emit({ ...this.#whatIs(event.runId, event.actor), prompt: firstLine(event.prompt, longestError) });
        }
        break;
      case "run_finished": {
        const run = this.#open.get(event.runId);
        const end = { ...this.#whatIs(event.runId, event.actor), state: event.state, duration: event.duration };
        this.#open.delete(event.runId);
        if (isNews) {
          this.#ends.emit(run?.error === undefined ? end : { ...end, error: run.error });
        }
        break;
      }
    }
  }

  #whatIs(runId: string, actor: string): { runId: string; name: string; actor: string } {
    const started = this.#open.get(runId)?.started;
    const name = started?.path?.replace(/^.*\//s, "") ?? firstLine(started?.source ?? "a run", longestName);
    return { runId, name: shownText(name), actor: started?.actor ?? actor };
  }
}

function firstLine(text: string, most: number): string {
  const line = text.trim().split("\n", 1)[0]!.trimEnd();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
