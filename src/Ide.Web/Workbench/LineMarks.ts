import type { Disposable } from "./Disposable";
import { Emitter } from "./Emitter";

/** Marks that stay; the oldest goes. */
const most = 100;

export type MarkKind = "queued" | "running" | "succeeded" | "failed";

/** Lines of a file, and what stood in them when they were marked. */
export interface LineMark {
  readonly path: string;
  /** From 1. */
  readonly firstLine: number;
  readonly text: string;
  readonly kind: MarkKind;
}

/** What is marked in the margins of files, by run: who marks and the editor that shows it come and go apart. */
export class LineMarks {
  readonly #marks = new Map<string, LineMark>();
  readonly #changes = new Emitter<void>();

  readonly onChange = (listener: () => void): Disposable => this.#changes.on(listener);

  /** The oldest first. */
  get all(): ReadonlyMap<string, LineMark> {
    return this.#marks;
  }

  /** The newest mark; those of the same lines give way to it. */
  put(id: string, mark: LineMark): void {
    for (const [old, other] of this.#marks) {
      if (other.path === mark.path && other.firstLine <= lastLine(mark) && mark.firstLine <= lastLine(other)) {
        this.delete(old);
      }
    }

    this.#marks.set(id, mark);
    [...this.#marks.keys()].slice(0, -most).forEach((old) => this.delete(old));
  }

  change(id: string, kind: MarkKind): void {
    const mark = this.#marks.get(id);
    if (mark) {
      this.#marks.set(id, { ...mark, kind });
    }
  }

  delete(id: string): void {
    this.#marks.delete(id);
  }

  clear(): void {
    this.#marks.clear();
  }

  /** Tells of what was put, changed and deleted since: once for many of them. */
  changed(): void {
    this.#changes.emit();
  }
}

/** The last line that a mark stands at. */
export function lastLine({ firstLine, text }: Pick<LineMark, "firstLine" | "text">): number {
  return firstLine + text.trimEnd().split("\n").length - 1;
}
