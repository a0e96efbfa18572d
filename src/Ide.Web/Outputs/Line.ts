import { sameStyle, type TextStyle } from "./TextStyle";

export interface Span {
  readonly text: string;
  readonly style: TextStyle;
}

/** One line of output. Columns count UTF-16 units; a pair is never torn. */
export class Line {
  #spans: Span[] = [];
  #length = 0;
  /** Rises with every change, so that a view can tell what it has drawn. */
  revision = 0;

  get spans(): readonly Span[] {
    return this.#spans;
  }

  get length(): number {
    return this.#length;
  }

  get text(): string {
    return this.#spans.map((span) => span.text).join("");
  }

  /** Writes over what is at the column, or fills up to it with blanks. */
  write(column: number, text: string, style: TextStyle): void {
    this.revision++;
    if (column > this.#length) {
      this.#append({ text: " ".repeat(column - this.#length), style: {} });
    }

    if (column === this.#length) {
      this.#append({ text, style });
      return;
    }

    const [before, rest] = split(this.#spans, column);
    const [, after] = split(rest, text.length);
    this.#spans = [];
    this.#length = 0;
    [...before, { text, style }, ...after].forEach((span) => this.#append(span));
  }

  /** Removes the columns from `start` up to `end`; those in the middle become blanks. */
  erase(start: number, end: number): void {
    if (start >= this.#length || end <= start) {
      return;
    }

    if (end < this.#length) {
      this.write(start, " ".repeat(end - start), {});
      return;
    }

    this.revision++;
    [this.#spans] = split(this.#spans, start);
    this.#length = start;
  }

  #append(span: Span): void {
    const last = this.#spans.at(-1);
    if (span.text === "") {
      return;
    }

    if (last && sameStyle(last.style, span.style)) {
      this.#spans[this.#spans.length - 1] = { text: last.text + span.text, style: last.style };
    } else {
      this.#spans.push(span);
    }

    this.#length += span.text.length;
  }
}

function split(spans: readonly Span[], column: number): [Span[], Span[]] {
  const before: Span[] = [];
  const after: Span[] = [];
  let at = 0;
  for (const span of spans) {
    const cut = Math.min(Math.max(column - at, 0), span.text.length);
    if (cut > 0) {
      before.push({ text: whole(span.text.slice(0, cut)), style: span.style });
    }

    if (cut < span.text.length) {
      after.push({ text: whole(span.text.slice(cut)), style: span.style });
    }

    at += span.text.length;
  }

  return [before, after];
}

/** Half of a pair that was written over becomes the replacement character, of the same width. */
function whole(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}
