import { keepAlive } from "./KeepAlive";
import { systemTimer, type Timer } from "./Timer";

/**
 * The browser's sockets, but one that has not opened in time is closed. In a network gone silent an opening socket would hang
 * for minutes, also when the network is back, and every other with it: a browser opens one at a time to a server.
 *
 * @param limit In milliseconds.
 */
export function limitedSockets(base = WebSocket, timer: Timer = systemTimer, limit: number = keepAlive.timeout): typeof WebSocket {
  return class extends base {
    constructor(url: string | URL, protocols: string | string[] = []) {
      super(url, protocols);
      const cancel = timer.after(limit, () => this.close());
      this.addEventListener("open", cancel);
      this.addEventListener("close", cancel);
    }
  };
}
