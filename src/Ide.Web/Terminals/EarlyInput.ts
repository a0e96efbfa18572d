import type { TerminalSocket } from "./TerminalSocket";

/** Characters that are kept for a terminal that has never been connected. */
const most = 4_096;

/**
 * What is typed into a terminal before it is connected for the first time: kept, and sent once it is, in its order and before
 * all that follows. After that, typing needs a connection.
 */
export class EarlyInput {
  #kept: string | undefined = "";

  constructor(private readonly socket: Pick<TerminalSocket, "send" | "state">) {}

  /** @returns False: it is lost, which is to be said. */
  type(text: string): boolean {
    if (this.#kept === undefined || this.socket.state.kind !== "connecting") {
      return this.socket.send(text);
    }

    this.#kept = (this.#kept + text).slice(0, most);
    return true;
  }

  /** There is a connection. */
  connected(): void {
    const text = this.#kept;
    this.#kept = undefined;
    if (text) {
      this.socket.send(text);
    }
  }
}
