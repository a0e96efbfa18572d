import type { JournalEvent, RunEvent, RunOutput, RunResult } from "../Workbench/JournalEvents";
import { noticeOf } from "./Notices";
import { type ResultItem, Run } from "./Run";
import { Screen } from "./Screen";

/** Bytes that all entries together may hold, about, and at least this many of the last ones whatever they hold. */
const mostHeld = 96 * 1024 * 1024;
const leastEntries = 10;

/** One thing in the stream that is not a run. */
export interface Notice {
  readonly kind: "notice";
  readonly text: string;
  readonly at: string;
  readonly seq: number | undefined;
}

/** What programs left behind by a session's commands have written since. */
export interface Background {
  readonly kind: "background";
  readonly session: string;
  readonly seq: number | undefined;
  readonly screen: Screen;
}

/** What goes on changing after it has come into the stream. */
export type Topic = Run | Background;

export type Entry = { readonly kind: "run"; readonly run: Run } | Notice | Background;

/** The execution stream as the page knows it: the journal's events, applied in order. */
export class RunModel {
  readonly #runs = new Map<string, Run>();
  readonly #displays = new Map<string, { readonly run: Run; readonly item: ResultItem }>();
  readonly #open = new Set<Run>();
  #entries: Entry[] = [];
  #changed = new Set<Topic>();
  #firstSeq: number | undefined;
  #revision = 0;
  #weight = 0;
  /** Runs, and bytes of output, that have come, whether they are still here or not. */
  arrivedRuns = 0;
  outputBytes = 0;
  /** True once the stream has told that it is live. */
  isCaughtUp = false;

  /** The place in the journal from which on everything is here; undefined while nothing is. */
  get firstSeq(): number | undefined {
    return this.#firstSeq;
  }

  /** @param most Entries that are kept; what goes comes back from the journal when one scrolls up to it. */
  constructor(private readonly most = 400) {}

  /** Rises when there are other entries, or one stands otherwise. */
  get revision(): number {
    return this.#revision;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Queued or running, oldest first. */
  get openRuns(): readonly Run[] {
    return [...this.#open];
  }

  get(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  /** What has changed since the last call, for a view to draw. */
  takeChanged(): ReadonlySet<Topic> {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  /** Marks a run for drawing after something was fetched for it. */
  touch(run: Run): void {
    this.#changed.add(run);
  }

  clear(): void {
    this.#runs.clear();
    this.#displays.clear();
    this.#open.clear();
    this.#entries = [];
    this.#changed.clear();
    this.#firstSeq = undefined;
    this.#weight = 0;
    this.#revision++;
    this.isCaughtUp = false;
  }

  /** What came before the first entry, read again from the journal. @param firstSeq Where it begins. */
  prepend(entries: readonly Entry[], firstSeq: number): void {
    const fresh = entries.filter((entry) => entry.kind !== "run" || !this.#runs.has(entry.run.id));
    for (const entry of fresh) {
      if (entry.kind === "run") {
        this.#runs.set(entry.run.id, entry.run);
        this.#weight += entry.run.weight;
      }
    }

    this.#entries.unshift(...fresh);
    // Runs that go on were kept from further back.
    this.#entries.sort((one, other) => (seqOf(one) ?? 0) - (seqOf(other) ?? 0));
    this.#revision++;
    this.#firstSeq = firstSeq;
  }

  /** Lets go of the oldest entries, as long as nothing goes on in them. */
  forgetOldest(): void {
    const surplus = this.#surplus();
    if (surplus === 0) {
      return;
    }

    const oldest = this.#entries.splice(0, surplus);
    const isOpen = (entry: Entry): boolean => entry.kind === "run" && entry.run.isOpen;
    oldest.filter((entry) => !isOpen(entry)).forEach((entry) => entry.kind === "run" && this.#forget(entry.run));
    const [first] = this.#entries;
    this.#firstSeq = first ? (seqOf(first) ?? this.#firstSeq) : this.#firstSeq;
    this.#entries.unshift(...oldest.filter(isOpen));
    this.#revision++;
  }

  #surplus(): number {
    const count = this.#entries.length;
    if (this.#weight > mostHeld) {
      let held = 0;
      const heavy = this.#entries.findLastIndex((entry) => (held += entry.kind === "run" ? entry.run.weight : 0) > mostHeld / 2);
      return Math.max(0, Math.min(heavy + 1, count - leastEntries));
    }

    return count < 2 * this.most ? 0 : count - this.most;
  }

  #forget(run: Run): void {
    this.#weight -= run.weight;
    this.#runs.delete(run.id);
    this.#changed.delete(run);
    for (const [id, display] of this.#displays) {
      if (display.run === run) {
        this.#displays.delete(id);
      }
    }
  }

  apply(event: JournalEvent): void {
    this.#firstSeq ??= event.seq;
    switch (event.type) {
      case "run_started":
        this.#start(new Run(event));
        break;
      case "session_output": {
        const background = this.#backgroundOf(event.sessionId, event.seq);
        background.screen.write(textOf(event), event.stream);
        this.#changed.add(background);
        break;
      }
      case "caught_up":
        this.isCaughtUp = true;
        break;
      default:
        if ("runId" in event) {
          this.#applyTo(this.#runs.get(event.runId), event);
        } else {
          this.#note(event);
        }
    }
  }

  #start(run: Run): void {
    if (!this.#runs.has(run.id)) {
      this.#runs.set(run.id, run);
      this.#open.add(run);
      this.#entries.push({ kind: "run", run });
      this.arrivedRuns++;
      this.#revision++;
      this.#changed.add(run);
    }
  }

  #note(event: JournalEvent): void {
    const text = noticeOf(event, this.#entries.length === 0);
    if (text !== undefined) {
      this.#revision++;
      this.#entries.push({ kind: "notice", text, at: event.at, seq: event.seq });
    }
  }

  /** A run whose beginning is no longer kept has nothing to stand under, and is left out. */
  #applyTo(run: Run | undefined, event: Exclude<RunEvent, { type: "run_started" }>): void {
    if (!run) {
      return;
    }

    this.#changed.add(run);
    switch (event.type) {
      case "run_running":
        this.#revision++;
        run.state = "running";
        run.runningSince = event.at;
        break;
      case "output":
        this.#output(run, event);
        break;
      case "result":
        this.#result(run, event);
        break;
      case "clear_output":
        run.clearsNext = event.wait;
        if (!event.wait) {
          run.empty();
        }

        break;
      case "error":
        this.#beforeNew(run);
        run.add({ kind: "error", error: event });
        break;
      case "input_request":
        this.#beforeNew(run);
        run.add({ kind: "input", prompt: event.prompt, password: event.password === true, seq: event.seq ?? 0, answer: undefined });
        break;
      case "input_given":
        if (run.question) {
          run.question.answer = { by: event.actor, value: event.value };
        }

        break;
      case "output_truncated":
        run.add({ kind: "note", text: `The output passed ${megabytes(event.limitBytes)}. The rest of it is not kept.` });
        break;
      case "run_finished":
        this.#revision++;
        run.closeTail();
        this.#open.delete(run);
        run.state = event.state;
        run.exitCode = event.exitCode;
        run.executionCount = event.executionCount;
        run.duration = event.duration;
        run.reason = event.reason;
        run.clearsNext = false;
        break;
    }
  }

  #output(run: Run, event: RunOutput): void {
    this.#beforeNew(run);
    run.outputLength = Math.max(run.outputLength, event.offset + event.length);
    this.outputBytes += event.length;
    if (event.text === undefined) {
      run.tail.note(event);
    } else {
      run.screen.write(textOf(event), event.stream);
      this.#hold(run, event.length);
    }
  }

  #hold(run: Run, bytes: number): void {
    run.weight += bytes;
    this.#weight += bytes;
    if (this.#weight > mostHeld) {
      this.#revision++;
    }
  }

  #result(run: Run, event: RunResult): void {
    run.outputLength = Math.max(run.outputLength, event.offset + event.length);
    const place = { offset: event.offset, length: event.length };
    this.#hold(run, event.length);
    const shown = event.displayId === undefined ? undefined : this.#displays.get(event.displayId);
    if (event.isUpdate === true) {
      if (shown) {
        shown.item.content = event.result;
        shown.item.place = place;
        shown.item.revision++;
        this.#changed.add(shown.run);
      }

      return;
    }

    this.#beforeNew(run);
    const item: ResultItem = { kind: "result", content: event.result, place, revision: 0 };
    run.add(item);
    if (event.displayId !== undefined) {
      this.#displays.set(event.displayId, { run, item });
    }
  }

  #beforeNew(run: Run): void {
    if (run.clearsNext) {
      run.clearsNext = false;
      run.empty();
    }
  }

  #backgroundOf(session: string, seq: number | undefined): Background {
    const last = this.#entries.at(-1);
    if (last?.kind === "background" && last.session === session) {
      return last;
    }

    const background: Background = { kind: "background", session, seq, screen: new Screen() };
    this.#entries.push(background);
    this.#revision++;
    return background;
  }
}

/** Where an entry begins in the journal. */
export function seqOf(entry: Entry): number | undefined {
  return entry.kind === "run" ? entry.run.started.seq : entry.seq;
}

function textOf({ text = "", encoding }: { readonly text?: string; readonly encoding?: "base64" }): string {
  return encoding === "base64"
    ? new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)))
    : text;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
