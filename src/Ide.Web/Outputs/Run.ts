import { shownText } from "../Ui/ShownText";
import type { ResultContent, RunError, RunStarted, RunState } from "../Workbench/JournalEvents";
import { OutputTail, type Wanted } from "./OutputTail";
import { Screen } from "./Screen";

/** Something a run has shown, in the order in which it came. */
export type RunItem = TextItem | ResultItem | ErrorItem | InputItem | NoteItem;

export interface TextItem {
  readonly kind: "text";
  readonly screen: Screen;
}

export interface ResultItem {
  readonly kind: "result";
  /** Undefined while it lies in the run's output and has not been fetched. */
  content: ResultContent | undefined;
  place: { readonly offset: number; readonly length: number };
  /** Rises each time the display is replaced. */
  revision: number;
}

export interface ErrorItem {
  readonly kind: "error";
  readonly error: RunError;
}

export interface InputItem {
  readonly kind: "input";
  readonly prompt: string;
  readonly password: boolean;
  /** Of the event that asked. */
  readonly seq: number;
  answer: { readonly by: string; readonly value: string | undefined } | undefined;
}

export interface NoteItem {
  readonly kind: "note";
  readonly text: string;
}

/** Output that is to be fetched and written where it belongs. */
export interface Fetch {
  readonly screen: Screen;
  readonly wanted: Wanted;
}

/** Fetches that wait, at most; a run that alternates floods and results loses the oldest of the text between them. */
const mostFetches = 16;

/** Things that one run has shown and that are kept; of a loop that displays without end, the last ones. */
const mostItems = 500;

/** One run as the page knows it. Changed by the model only. */
export class Run {
  readonly id: string;
  state: RunState;
  items: RunItem[] = [];
  /** How many items were let go. */
  droppedItems = 0;
  /** Bytes that are held for it, about. */
  weight = 0;
  readonly tail = new OutputTail();
  exitCode: number | undefined;
  executionCount: number | undefined;
  /** Milliseconds; undefined while it runs. */
  duration: number | undefined;
  reason: string | undefined;
  /** When its turn came, where it had to wait. */
  runningSince: string | undefined;
  /** End of the output that is known, in bytes. */
  outputLength = 0;
  /** What is to be fetched, oldest first. */
  fetches: Fetch[] = [];
  /** The next thing shown takes the place of all there is. */
  clearsNext = false;

  constructor(readonly started: RunStarted) {
    this.id = started.runId;
    this.state = started.isQueued === true ? "queued" : "running";
  }

  get isOpen(): boolean {
    return this.state === "queued" || this.state === "running";
  }

  /** What is shown of its printed text. */
  get text(): string {
    return this.items.map((item) => (item.kind === "text" ? item.screen.text : "")).join("");
  }

  /** All that was printed is shown. */
  get isWhole(): boolean {
    return this.droppedItems === 0 && this.tail.isEmpty && this.fetches.length === 0 && this.items.every((item) => item.kind !== "text" || (item.screen.dropped === 0 && !item.screen.hasGap));
  }

  /** The question that waits for an answer. */
  get question(): InputItem | undefined {
    const last = this.items.findLast((item) => item.kind === "input");
    return this.isOpen && last?.answer === undefined ? last : undefined;
  }

  /** Ends the wait for more text: what came without it is to be fetched, and stands here. */
  closeTail(): void {
    const wanted = this.tail.take();
    if (wanted) {
      this.fetches.push({ screen: this.screen, wanted });
      this.fetches.splice(0, this.fetches.length - mostFetches);
    }
  }

  /** Adds what is not text after all that was printed before it. */
  add(item: Exclude<RunItem, TextItem>): void {
    this.closeTail();
    this.items.push(item);
    if (this.items.length > 2 * mostItems) {
      this.droppedItems += this.items.splice(0, this.items.length - mostItems).length;
    }
  }

  empty(): void {
    this.items = [];
    this.droppedItems = 0;
    this.fetches = [];
    this.tail.take();
  }

  /** Where printed text goes now. */
  get screen(): Screen {
    const last = this.items.at(-1);
    if (last?.kind === "text") {
      return last.screen;
    }

    const screen = new Screen();
    this.items.push({ kind: "text", screen });
    return screen;
  }
}

/** The head of a cell, `# %% [kind] title`. */
const cellHead = /^\s*(?:#|\/\/)[^\S\n]*%%(?!\w)[^\S\n]*(?:\[\w+\][^\S\n]*)?(.*)/;

/** What a run is called in its header: its file, with its cell's title or its line if it is a part of it; its command; or its first line. */
export function titleOf({ kind, path, firstLine, source }: RunStarted): string {
  if (path !== undefined) {
    const name = shownText(path.replace(/^\/workspace\//, ""));
    const cell = cellHead.exec(source)?.[1]?.trim();
    return firstLine === undefined ? name : cell ? `${name} · ${cell}` : `${name}:${firstLine}`;
  }

  const line = source.split("\n").find((text) => text.trim() !== "") ?? "";
  return kind === "code" ? line.trim() : line;
}
