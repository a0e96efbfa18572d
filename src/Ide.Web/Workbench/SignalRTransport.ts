import { HttpTransportType, type HubConnection, HubConnectionBuilder, type IHttpConnectionOptions, LogLevel } from "@microsoft/signalr";
import { signedOut } from "./ConnectionState";
import type { FeedState, HubListener, HubTransport } from "./HubTransport";
import type { JournalEvent } from "./JournalEvents";
import { keepAlive } from "./KeepAlive";
import { limitedSockets } from "./LimitedSockets";

/** A browser does not tell why a socket was refused: a plain request does, when it was the sign-in that has ended. */
async function askWhy(error: unknown): Promise<never> {
  const response = await fetch("/api/sandboxes", { cache: "no-store", signal: AbortSignal.timeout(keepAlive.timeout) });
  throw response.status === 401 ? new Error(`UNAUTHENTICATED: ${signedOut}`) : error;
}

/** SignalR takes the maker of its sockets, and its types leave that out. */
interface WireOptions extends IHttpConnectionOptions {
  readonly WebSocket: typeof WebSocket;
}

function wireOptions(): WireOptions {
  return { skipNegotiation: true, transport: HttpTransportType.WebSockets, WebSocket: limitedSockets() };
}

/** WebSockets only: a fallback would have neither the order nor the back-pressure that the stream relies on. */
export class SignalRTransport implements HubTransport {
  readonly #hub: HubConnection = new HubConnectionBuilder()
    .withUrl("/hubs/sandbox", wireOptions())
    .withKeepAliveInterval(keepAlive.interval)
    .withServerTimeout(keepAlive.timeout)
    .configureLogging(LogLevel.None)
    .build();
  #stopped = false;

  start(listener: HubListener): Promise<void> {
    const unlessStopped =
      <A extends readonly unknown[]>(handler: (...args: A) => void) =>
      (...args: A): void =>
        void (this.#stopped || handler(...args));
    this.#hub.on("events", unlessStopped((batch: readonly JournalEvent[]) => listener.events(batch)));
    this.#hub.on("state", unlessStopped((state: FeedState) => listener.state(state)));
    this.#hub.on("reset", unlessStopped(() => listener.reset()));
    this.#hub.on("closed", unlessStopped((code: string, message: string) => listener.closed(code, message)));
    this.#hub.onclose(unlessStopped(() => listener.lost()));
    return this.#hub.start().catch((error: unknown) => (this.#stopped ? Promise.reject(error) : askWhy(error)));
  }

  stop(): Promise<void> {
    this.#stopped = true;
    return this.#hub.stop();
  }

  invoke<T>(method: string, ...args: readonly unknown[]): Promise<T> {
    return this.#hub.invoke<T>(method, ...args);
  }
}
