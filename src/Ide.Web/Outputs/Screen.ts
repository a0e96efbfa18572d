import { type AnsiHandler, AnsiParser } from "./AnsiParser";
import type { OutputStream } from "../Workbench/JournalEvents";
import { Line } from "./Line";
import { applySgr, plain, type TextStyle } from "./TextStyle";

/** Lines kept of one piece of output: enough to read on, few enough to draw anew in a frame. */
export const mostLines = 500;
/** UTF-16 units kept of one line. */
const longestLine = 16_384;
const tabWidth = 8;

interface Voice {
  readonly parser: AnsiParser;
  style: TextStyle;
}

/** Longest address of a link that is kept. */
const longestLink = 2_048;

/**
 * What a run has printed, as a terminal without a screen size would show it: a growing list of lines of which the last
 * ones are kept, and a cursor that carriage returns and cursor movements put back among them.
 */
export class Screen implements AnsiHandler {
  readonly #lines: Line[] = [new Line()];
  readonly #voices: Record<OutputStream, Voice> = {
    stdout: { parser: new AnsiParser(), style: plain },
    stderr: { parser: new AnsiParser(), style: { error: true } },
  };
  #voice = this.#voices.stdout;
  #dropped = 0;
  #row = 0;
  #column = 0;
  #dirtyFrom = 0;
  #hasGap = false;

  /** The lines that are kept. A last line that is empty stands for the end of the one before. */
  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** How many lines were let go; the first line kept has this index. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Something between the lines is missing, so that their number says nothing of the whole. */
  get hasGap(): boolean {
    return this.#hasGap;
  }

  get isEmpty(): boolean {
    return this.#dropped === 0 && this.#lines.length === 1 && this.#lines[0]?.length === 0;
  }

  get text(): string {
    return this.#lines.map((line) => line.text).join("\n");
  }

  /** The first line that may have changed since the last call. */
  takeDirty(): number {
    const from = Math.max(this.#dirtyFrom, this.#dropped);
    this.#dirtyFrom = this.#dropped + this.#lines.length;
    return from;
  }

  write(text: string, stream: OutputStream): void {
    this.#voice = this.#voices[stream];
    this.#voice.parser.write(this.#skipFlood(text), this);
    this.#trim();
  }

  /** Says that part of the output is not here. */
  gap(message: string): void {
    this.#hasGap = true;
    this.#toColumn(0);
    this.#touch();
    const line = this.#current;
    if (line.length > 0) {
      this.#newLine();
    }

    this.#current.write(0, message, { dim: true, italic: true });
    this.#newLine();
  }

  print(text: string): void {
    this.#touch();
    const room = longestLine - this.#column;
    if (room > 0) {
      this.#current.write(this.#column, text.slice(0, room), this.#voice.style);
    }

    this.#column = Math.min(this.#column + text.length, longestLine);
  }

  control(code: number): void {
    switch (code) {
      case 0x0a:
        this.#newLine();
        break;
      case 0x0d:
        this.#toColumn(0);
        break;
      case 0x08:
        this.#toColumn(this.#column - 1);
        break;
      case 0x09:
        this.#toColumn(this.#column + tabWidth - (this.#column % tabWidth));
        break;
    }
  }

  sequence(parameters: string, final: string): void {
    const count = Math.max(1, Number.parseInt(parameters, 10) || 1);
    switch (final) {
      case "m":
        this.#restyle(parameters);
        break;
      case "A":
        this.#row = Math.max(this.#dropped, this.#row - count);
        break;
      case "B":
        this.#row = Math.min(this.#dropped + this.#lines.length - 1, this.#row + count);
        break;
      case "C":
        this.#toColumn(this.#column + count);
        break;
      case "D":
        this.#toColumn(this.#column - count);
        break;
      case "G":
        this.#toColumn(count - 1);
        break;
      case "K":
        this.#eraseLine(parameters);
        break;
      case "J":
        this.#eraseBelow(parameters);
        break;
    }
  }

  link(address: string): void {
    const { link: _, ...style } = this.#voice.style;
    this.#voice.style = isSafe(address) ? { ...style, link: address } : style;
  }

  get #current(): Line {
    return this.#lines[this.#row - this.#dropped] as Line;
  }

  #restyle(parameters: string): void {
    const isError = this.#voice === this.#voices.stderr;
    const { link } = this.#voice.style;
    const style = applySgr(this.#voice.style, parameters);
    // Neither the stream nor the link is a matter of looks, and a reset leaves them.
    this.#voice.style = { ...style, ...(isError ? { error: true } : {}), ...(link === undefined ? {} : { link }) };
  }

  #toColumn(column: number): void {
    this.#column = Math.min(Math.max(column, 0), longestLine);
  }

  #newLine(): void {
    this.#row++;
    this.#column = 0;
    if (this.#row === this.#dropped + this.#lines.length) {
      this.#lines.push(new Line());
    }

    // Far past the bound in one chunk: let go in bulk, so that each line costs the same.
    if (this.#lines.length > 2 * mostLines) {
      this.#trim();
    }

    this.#touch();
  }

  #eraseLine(parameters: string): void {
    const [start, end] = parameters === "1" ? [0, this.#column + 1] : [parameters === "2" ? 0 : this.#column, longestLine];
    this.#current.erase(start, end);
    this.#touch();
  }

  /** Only what lies below: clearing the whole screen would take away what others may still want to read. */
  #eraseBelow(parameters: string): void {
    if (parameters === "" || parameters === "0") {
      this.#eraseLine("");
      this.#lines.length = this.#row - this.#dropped + 1;
      this.#touch();
    }
  }

  #touch(): void {
    this.#dirtyFrom = Math.min(this.#dirtyFrom, this.#row);
  }

  #trim(): void {
    const surplus = this.#lines.length - mostLines;
    if (surplus > 0) {
      this.#lines.splice(0, surplus);
      this.#dropped += surplus;
      this.#row = Math.max(this.#row, this.#dropped);
    }
  }

  /**
   * Of a chunk with more lines than are kept, only the last ones are laid out; of the rest only colours matter, since
   * they last.
   */
  #skipFlood(text: string): string {
    let start = text.length;
    for (let lines = 0; lines <= mostLines && start >= 0; lines++) {
      start = start === 0 ? -1 : text.lastIndexOf("\n", start - 1);
    }

    if (start <= 0 || this.#voice.parser.isOpen) {
      return text;
    }

    const skipped = text.slice(0, start);
    this.#dropped += this.#lines.length + countLines(skipped);
    this.#lines.splice(0, this.#lines.length, new Line());
    this.#row = this.#dropped;
    this.#column = 0;
    this.#dirtyFrom = this.#dropped;
    for (const match of skipped.matchAll(/\x1b\[([\d;:]*)m/g)) {
      this.#restyle(match[1] ?? "");
    }

    return text.slice(start + 1);
  }
}

/** Addresses that a browser opens as pages or mails, and files of the sandbox; nothing that runs. */
function isSafe(address: string): boolean {
  return address.length <= longestLink && /^(?:https?:\/\/|mailto:|file:\/\/)[^\s]/i.test(address) && URL.canParse(address);
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    lines++;
  }

  return lines;
}
