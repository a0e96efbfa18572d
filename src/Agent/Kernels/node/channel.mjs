// The main thread's end of the pipes: writes frames, and waits for acknowledgements without giving way to other code.
import fs from "node:fs";
import { encode, MAX_FRAME_BYTES } from "./frames.mjs";
import { ACKNOWLEDGED, INPUT, WANTS_INPUT, inputOf, numbersOf } from "./shared.mjs";

export class Channel {
  #descriptor;
  #numbers;
  #input;
  #barriers = 0;

  constructor(descriptor, memory) {
    this.#descriptor = descriptor;
    this.#numbers = numbersOf(memory);
    this.#input = inputOf(memory);
  }

  send(message) {
    const frame = encode(message);
    for (let written = 0; written < frame.length;) {
      written += fs.writeSync(this.#descriptor, frame, written);
    }
  }

  /** Sends a message that keeps its place among the output, and returns when it has been recorded. */
  sendAndWait(message) {
    const barrier = ++this.#barriers;
    this.send({ ...message, barrier });
    for (let seen; (seen = Atomics.load(this.#numbers, ACKNOWLEDGED)) < barrier;) {
      Atomics.wait(this.#numbers, ACKNOWLEDGED, seen);
    }
  }

  /** Shows a MIME bundle; what is too large is told on stderr instead. */
  show(message) {
    try {
      this.sendAndWait(message);
    } catch (error) {
      if (!(error instanceof RangeError)) {
        throw error;
      }
      fs.writeSync(2, `[not shown: ${error.message}, the limit is ${MAX_FRAME_BYTES >> 20} MiB]\n`);
    }
  }

  /** Asks for a line and waits for it. @returns {string|null} null: there is none to come. */
  ask(question) {
    Atomics.store(this.#numbers, INPUT, 0);
    Atomics.store(this.#numbers, WANTS_INPUT, 1);
    this.sendAndWait(question);
    Atomics.wait(this.#numbers, INPUT, 0);
    const length = Atomics.load(this.#numbers, INPUT);
    this.stopAsking();
    return length < 0 ? null : Buffer.from(this.#input.slice(0, length - 1)).toString("utf8");
  }

  /** After an interrupt: a reply to a question that nobody waits for any more. */
  stopAsking() {
    Atomics.store(this.#numbers, WANTS_INPUT, 0);
  }
}
