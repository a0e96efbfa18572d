// Input: prompt() waits for a line, and process.stdin gives lines as they are asked for; descriptor 0 is /dev/null.
import { Readable } from "node:stream";
import { define } from "./globals.mjs";

export class Input {
  #channel;
  #execution = 0;
  #asked;

  constructor(channel) {
    this.#channel = channel;
  }

  begin(execution) {
    this.#execution = execution;
    this.#asked = undefined;
  }

  install() {
    define("prompt", (question = "", fallback = null) => {
      const answer = this.#channel.ask(this.#question(String(question)));
      return answer === null || (answer === "" && fallback !== null) ? fallback : answer;
    });
    const stdin = new Readable({ read: () => this.#askFor(stdin), highWaterMark: 0 });
    Object.assign(stdin, { fd: 0, isTTY: false });
    Object.defineProperty(process, "stdin", { get: () => stdin, configurable: true, enumerable: true });
  }

  /** An answer to what a stream has asked. */
  take(reply) {
    const stdin = this.#asked;
    this.#asked = undefined;
    stdin?.push(reply.eof ? null : `${reply.value}\n`);
  }

  #askFor(stdin) {
    if (this.#asked === undefined) {
      this.#asked = stdin;
      this.#channel.sendAndWait(this.#question(""));
    }
  }

  #question(prompt) {
    return { type: "input_request", execution: this.#execution, prompt, password: false };
  }
}
