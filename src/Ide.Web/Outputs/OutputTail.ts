import type { OutputStream, RunOutput } from "../Workbench/JournalEvents";

export interface Segment {
  readonly stream: OutputStream;
  readonly offset: number;
  readonly length: number;
}

/** A piece of the run's output to fetch: contiguous bytes, and who wrote which of them. */
export interface Wanted {
  readonly offset: number;
  readonly length: number;
  readonly segments: readonly Segment[];
  /** Bytes before it that will not be shown. */
  readonly skipped: number;
}

/**
 * Output that came without its text, past a run's first MiB. It is fetched from the run's file, merged, and only its end:
 * what nobody could read as it rushes by is not fetched at all.
 */
export class OutputTail {
  #segments: Segment[] = [];
  #held = 0;
  #skipped = 0;

  constructor(
    /** Bytes fetched at once, at most. */
    private readonly most = 128 * 1024,
  ) {}

  get isEmpty(): boolean {
    return this.#segments.length === 0;
  }

  note(output: Pick<RunOutput, "stream" | "offset" | "length">): void {
    const last = this.#segments.at(-1);
    if (last && last.stream === output.stream && last.offset + last.length === output.offset && last.length < this.most / 4) {
      this.#segments[this.#segments.length - 1] = { ...last, length: last.length + output.length };
    } else {
      this.#segments.push({ stream: output.stream, offset: output.offset, length: output.length });
    }

    this.#held += output.length;
    while (this.#held > this.most && this.#segments.length > 1) {
      const first = this.#segments.shift() as Segment;
      this.#held -= first.length;
      this.#skipped += first.length;
    }
  }

  /** The end of what is waiting, up to the last hole; nothing waits afterwards. */
  take(): Wanted | undefined {
    const all = this.#segments;
    let start = all.length - 1;
    while (start > 0 && endOf(all[start - 1] as Segment) === (all[start] as Segment).offset) {
      start--;
    }

    const segments = all.slice(start);
    const [first] = segments;
    if (!first) {
      return undefined;
    }

    const before = all.slice(0, start).reduce((sum, segment) => sum + segment.length, 0);
    const wanted = {
      offset: first.offset,
      length: endOf(segments.at(-1) as Segment) - first.offset,
      segments,
      skipped: this.#skipped + before,
    };
    this.#segments = [];
    this.#held = 0;
    this.#skipped = 0;
    return wanted;
  }
}

function endOf(segment: Segment): number {
  return segment.offset + segment.length;
}

/** The fetched bytes as text, piece by piece. Bytes that are not UTF-8 show as the replacement character. */
export function textsOf(wanted: Wanted, bytes: Uint8Array): readonly { readonly stream: OutputStream; readonly text: string }[] {
  const decoder = new TextDecoder();
  return wanted.segments.map((segment) => {
    const start = segment.offset - wanted.offset;
    return { stream: segment.stream, text: decoder.decode(bytes.subarray(start, start + segment.length)) };
  });
}
