/** Of SignalR's builder and connection, as Blazor's script makes them, what is used here. */
export interface HubBuilder {
  withUrl(url: string, options: unknown): HubBuilder;
  withServerTimeout(milliseconds: number): HubBuilder;
  withKeepAliveInterval(milliseconds: number): HubBuilder;
  build(): Hub;
}

export interface Hub {
  on(method: string, handler: () => void): void;
  onclose(handler: () => void): void;
  start(): Promise<void>;
}

export interface CircuitListener {
  /** The wire is gone, or never came up. */
  closed(): void;
  /** The server met a fault and has ended the circuit: there is nothing to go back to. */
  failed(): void;
}

/** SignalR's HttpTransportType.WebSockets. */
const webSockets = 1;
/** SignalR's name for a server that is not there. */
const outOfReach = "FailedToNegotiateWithServerError";

/**
 * Makes the circuit's connection tell of each of its ends. Blazor's script tells of most of them, but not when the
 * connection does not come up at the first start, when it closes before the circuit has begun, nor when the server met a
 * fault: then the page would stay as it is for ever.
 *
 * @param sockets The constructor of its WebSocket.
 */
export function watchCircuit(builder: HubBuilder, keepAlive: KeepAlive, sockets: unknown, listener: CircuitListener): void {
  builder
    .withUrl("_blazor", { skipNegotiation: true, transport: webSockets, WebSocket: sockets })
    .withKeepAliveInterval(keepAlive.interval)
    .withServerTimeout(keepAlive.timeout);
  const build = builder.build.bind(builder);
  builder.build = () => {
    const hub = build();
    hub.on("JS.Error", () => listener.failed());
    hub.onclose(() => listener.closed());
    const start = hub.start.bind(hub);
    hub.start = async () => {
      try {
        await start();
      } catch (error) {
        listener.closed();
        // By this name Blazor's script leaves it to who tries again. Without negotiation SignalR never gives it, and for
        // any other error the script puts up for good that the page has met a fault, at each attempt to reach the server.
        throw Object.assign(error as Error, { errorType: outOfReach });
      }
    };
    return hub;
  };
}

export interface KeepAlive {
  readonly interval: number;
  readonly timeout: number;
}
