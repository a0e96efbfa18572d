/** What a stream of terminal text consists of. */
export interface AnsiHandler {
  /** Printable text, without any control character. Never empty. */
  print(text: string): void;
  /** A C0 control: line feed, carriage return, backspace, tab; others are not reported. */
  control(code: number): void;
  /** A control sequence: `ESC [ parameters final`. Private ones (`?25l`) carry their marker in `parameters`. */
  sequence(parameters: string, final: string): void;
  /** OSC 8: what is printed from here on leads to the address; "" ends that. */
  link(address: string): void;
}

/** Longest escape sequence that is waited for; hostile output could open one and never end it. */
const longest = 4096;

// Everything that is not simply printed: C0, DEL and C1.
// eslint-disable-next-line no-control-regex
const special = /[\x00-\x1f\x7f-\x9f]/g;
const reported = new Set([0x08, 0x09, 0x0a, 0x0d]);

/**
 * Splits terminal text into what to print and what to do. Any split of the text into chunks gives the same calls, but for
 * how printed text is divided.
 */
export class AnsiParser {
  #pending = "";

  /** True while an escape sequence is open. */
  get isOpen(): boolean {
    return this.#pending !== "";
  }

  write(chunk: string, handler: AnsiHandler): void {
    const text = this.#pending + chunk;
    this.#pending = "";
    let at = 0;
    while (at < text.length) {
      special.lastIndex = at;
      const match = special.exec(text);
      const end = match ? match.index : text.length;
      if (end > at) {
        handler.print(text.slice(at, end));
      }

      if (!match) {
        return;
      }

      const next = consume(text, end, handler);
      if (next < 0) {
        this.#pending = text.length - end > longest ? "" : text.slice(end);
        return;
      }

      at = next;
    }
  }
}

/** Handles the control at `at`; returns where the text goes on, or -1 when its end has not come yet. */
function consume(text: string, at: number, handler: AnsiHandler): number {
  const code = text.charCodeAt(at);
  if (code === 0x1b) {
    return escape(text, at, handler);
  }

  if (code === 0x9b) {
    return controlSequence(text, at + 1, handler);
  }

  if (code === 0x90 || (code >= 0x9d && code <= 0x9f)) {
    return controlString(text, at + 1, code === 0x9d ? handler : undefined);
  }

  if (reported.has(code)) {
    handler.control(code);
  }

  return at + 1;
}

function escape(text: string, at: number, handler: AnsiHandler): number {
  const kind = text[at + 1];
  if (kind === undefined) {
    return -1;
  }

  if (kind === "[") {
    return controlSequence(text, at + 2, handler);
  }

  // OSC, DCS, SOS, PM, APC: titles, clipboards, pictures. None of them is for this page but links.
  if ("]PX^_".includes(kind)) {
    return controlString(text, at + 2, kind === "]" ? handler : undefined);
  }

  // Two-character and charset sequences: intermediates, then a final character.
  let end = at + 1;
  while (end < text.length && text.charCodeAt(end) >= 0x20 && text.charCodeAt(end) <= 0x2f) {
    end++;
  }

  if (end >= text.length) {
    return -1;
  }

  // Not a final character: the escape came to nothing, and the character speaks for itself.
  const final = text.charCodeAt(end);
  return final >= 0x30 && final <= 0x7e ? end + 1 : end;
}

function controlSequence(text: string, start: number, handler: AnsiHandler): number {
  let end = start;
  while (end < text.length && text.charCodeAt(end) >= 0x20 && text.charCodeAt(end) <= 0x3f) {
    end++;
  }

  if (end >= text.length) {
    return -1;
  }

  const final = text.charCodeAt(end);
  if (final < 0x40 || final > 0x7e) {
    return end;
  }

  handler.sequence(text.slice(start, end), text[end] as string);
  return end + 1;
}

/** Up to BEL or ST (`ESC \\`, 0x9c). Another escape ends it too, as in terminals. */
function controlString(text: string, start: number, handler: AnsiHandler | undefined): number {
  for (let end = start; end < text.length; end++) {
    const code = text.charCodeAt(end);
    const isSt = code === 0x1b && text[end + 1] === "\\";
    if (code === 0x1b && end + 1 >= text.length) {
      return -1;
    }

    if (code === 0x07 || code === 0x9c || isSt) {
      report(text.slice(start, end), handler);
      return isSt ? end + 2 : end + 1;
    }

    if (code === 0x18 || code === 0x1a) {
      return end + 1;
    }

    if (code === 0x1b) {
      return end;
    }
  }

  return -1;
}

function report(command: string, handler: AnsiHandler | undefined): void {
  const [, address] = /^8;[^;]*;(.*)$/s.exec(command) ?? [];
  if (address !== undefined) {
    handler?.link(address);
  }
}
