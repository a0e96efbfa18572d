// The driver shares its built-in objects with the cells, which may take away what it needs (Array.prototype.map = null). What
// it was about to do then fails, and a run would never end: the context ends instead, and says why.
import fs from "node:fs";

const { writeSync } = fs;
const { fromCharCode } = String;
const leave = process.reallyExit.bind(process);

/** Fits into the lowest byte of a frame's length, with what is around it. */
const MAX_REASON = 200;
const EXIT_CODE = 70;

export class Guard {
  #descriptor;

  /** @param descriptor where the Agent reads frames */
  constructor(descriptor) {
    this.#descriptor = descriptor;
  }

  /** Work of the driver's own, in which the cells' errors are dealt with already. */
  over(work) {
    return (argument, second) => {
      try {
        work(argument, second);
      } catch (error) {
        this.#end(error);
      }
    };
  }

  /** Calls no method that a cell could have replaced, but the thrown value's own toString. */
  #end(error) {
    try {
      const body = `{"type":"broken","reason":"${plain(error)}"}`;
      writeSync(this.#descriptor, `${fromCharCode(body.length)}\0\0\0${body}`, null, "latin1");
    } finally {
      leave(EXIT_CODE);
    }
  }
}

/** What was thrown, as characters that need no escape in JSON. */
function plain(error) {
  let text;
  try {
    text = `${error}`;
  } catch {
    return "an error that cannot be shown";
  }
  let safe = "";
  for (let at = 0; at < text.length && at < MAX_REASON; at++) {
    const character = text[at];
    safe += character < " " || character > "~" || character === '"' || character === "\\" ? "?" : character;
  }
  return safe;
}
