import { Backoff } from "./Backoff";
import { type ConnectionState, mayRetry, refusalOf, stateOfFeed } from "./ConnectionState";
import type { Disposable } from "./Disposable";
import { Emitter } from "./Emitter";
import { EventSequencer } from "./EventSequencer";
import type { FeedState, HubListener, HubTransport, Joined } from "./HubTransport";
import type { JournalEvent } from "./JournalEvents";
import { keepAlive } from "./KeepAlive";
import { systemTimer, type Timer } from "./Timer";

/**
 * The page's one subscription to the sandbox's journal. Whatever happens to the network or the server, listeners get
 * every event once and in order: each attempt joins after the last event that was let through.
 */
export class SandboxConnection implements Disposable {
  readonly #sandbox: string;
  readonly #connect: () => HubTransport;
  readonly #timer: Timer;
  readonly #backoff: Backoff;
  readonly #sequencer = new EventSequencer();
  readonly #events = new Emitter<readonly JournalEvent[]>();
  readonly #states = new Emitter<ConnectionState>();
  readonly #resets = new Emitter<void>();
  #state: ConnectionState = { kind: "connecting" };
  #transport: HubTransport | undefined;
  #joined = false;
  #feed: FeedState = { connection: "live" };
  /** The server has said that what follows is live. */
  #caughtUp = false;
  /** And who shows the stream has drawn all that came before. */
  #isShown = false;
  #isPastTold = false;
  #cancelRetry: (() => void) | undefined;
  #cancelLimit: (() => void) | undefined;
  #disposed = false;

  constructor(sandbox: string, connect: () => HubTransport, timer: Timer = systemTimer, backoff = new Backoff()) {
    this.#sandbox = sandbox;
    this.#connect = connect;
    this.#timer = timer;
    this.#backoff = backoff;
  }

  readonly onEvents = (listener: (batch: readonly JournalEvent[]) => void): Disposable => this.#events.on(listener);
  readonly onState = (listener: (state: ConnectionState) => void): Disposable => this.#states.on(listener);
  /** The journal's past was replaced: forget what was shown; everything follows again. */
  readonly onReset = (listener: () => void): Disposable => this.#resets.on(listener);

  get state(): ConnectionState {
    return this.#state;
  }

  get lastSeq(): number {
    return this.#sequencer.last;
  }

  /**
   * For listeners: what they are told now is news, and not what was there when the page came. What a page without a connection
   * missed is news to it; a past that was replaced is told anew. The first batch that is news begins with `caught_up`.
   */
  get isPastTold(): boolean {
    return this.#isPastTold;
  }

  /** @param afterSeq Where to begin, when not with the first event. */
  start(afterSeq = 0): void {
    if (!this.#transport && !this.#disposed) {
      this.#sequencer.skipTo(afterSeq);
      void this.#attempt();
    }
  }

  /** Rejects while there is no connection: what changes something must not be done later, unseen. */
  invoke<T>(method: string, ...args: readonly unknown[]): Promise<T> {
    return this.#transport && this.#joined
      ? this.#transport.invoke<T>(method, ...args)
      : Promise.reject(new Error("Not connected. Try again when the connection is back."));
  }

  /** Who shows the stream has drawn all that came so far. Only that makes the page live. */
  shown(): void {
    if (this.#caughtUp && !this.#isShown) {
      this.#isShown = true;
      this.#follow(this.#feed);
    }
  }

  /** The network is back, or somebody looks at the page again: do not wait for the pause to end. */
  retryNow(): void {
    if (mayRetry(this.#state)) {
      void this.#attempt(true);
    }
  }

  /** The network is known to be gone, before the socket has noticed. */
  drop(): void {
    if (this.#transport) {
      this.#lost(this.#transport);
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelRetry?.();
    this.#release();
  }

  /** @param isAskedFor Then the page shows that it is tried; an attempt by itself leaves standing that there is no connection. */
  async #attempt(isAskedFor = false): Promise<void> {
    this.#release();
    if (isAskedFor || this.#state.kind !== "offline") {
      this.#enter({ kind: "connecting" });
    }

    const transport = this.#connect();
    this.#transport = transport;
    // What has started notices by itself when its server says nothing more; joining may take as long as the sandbox does to wake.
    this.#cancelLimit = this.#timer.after(keepAlive.timeout, () => this.#lost(transport));
    try {
      await transport.start(this.#listenerOf(transport));
      if (this.#transport === transport) {
        this.#cancelLimit();
        const joined = await transport.invoke<Joined>("Join", this.#sandbox, this.#sequencer.last);
        this.#nowJoined(transport, joined.historyAfter);
      }
    } catch (error) {
      const refusal = refusalOf(error);
      refusal ? this.#refused(transport, refusal.code, refusal.reason) : this.#lost(transport);
    }
  }

  #listenerOf(transport: HubTransport): HubListener {
    const own = () => this.#transport === transport;
    return {
      events: (batch) => own() && this.#receive(batch),
      state: (feed) => own() && this.#follow(feed),
      reset: () => own() && this.#startOver(),
      closed: (code, message) => this.#refused(transport, code, message),
      lost: () => this.#lost(transport),
    };
  }

  /** The feed's own state comes with it or has come already. */
  #nowJoined(transport: HubTransport, historyAfter: number): void {
    if (this.#transport === transport) {
      this.#sequencer.skipTo(historyAfter);
      this.#joined = true;
      this.#backoff.reset();
      this.#follow(this.#feed);
    }
  }

  #receive(batch: readonly JournalEvent[]): void {
    const { events, reset, gap } = this.#sequencer.accept(batch);
    const end = events.findIndex(({ type }) => type === "caught_up");
    if (end < 0 || this.#isPastTold) {
      this.#tell(events);
    } else {
      this.#tell(events.slice(0, end));
      this.#isPastTold = true;
      this.#tell(events.slice(end));
    }

    if (reset) {
      this.#startOver();
    }

    if (reset || gap) {
      void this.#attempt();
    }
  }

  #tell(events: readonly JournalEvent[]): void {
    this.#caughtUp ||= events.some(({ type }) => type === "caught_up");
    if (events.length > 0) {
      this.#events.emit(events);
    }
  }

  #startOver(): void {
    this.#sequencer.restart();
    this.#isPastTold = false;
    this.#caughtUp = false;
    this.#isShown = false;
    this.#follow(this.#feed);
    this.#resets.emit();
  }

  /** A sandbox that was away tells anew when its stream is whole again. */
  #follow(feed: FeedState): void {
    this.#feed = feed;
    if (feed.connection !== "live") {
      this.#caughtUp = false;
      this.#isShown = false;
    }

    const state = stateOfFeed(feed, this.#isShown);
    if (this.#joined && (state.kind !== this.#state.kind || feed.connection !== "live")) {
      this.#enter(state);
    }
  }

  #refused(transport: HubTransport, code: string, reason: string): void {
    if (this.#transport === transport) {
      this.#release();
      this.#enter({ kind: "refused", code, reason });
    }
  }

  #lost(transport: HubTransport): void {
    if (this.#transport !== transport || this.#disposed) {
      return;
    }

    this.#release();
    const pause = this.#backoff.next();
    this.#enter({ kind: "offline", retryAt: this.#timer.now() + pause, attempts: this.#backoff.attempts });
    this.#cancelRetry = this.#timer.after(pause, () => void this.#attempt());
  }

  /** The old transport is let go before a new one exists, so that nothing of it can arrive late. */
  #release(): void {
    this.#cancelRetry?.();
    this.#cancelLimit?.();
    const old = this.#transport;
    this.#transport = undefined;
    this.#joined = false;
    this.#feed = { connection: "live" };
    this.#caughtUp = false;
    this.#isShown = false;
    old?.stop().catch(() => {});
  }

  #enter(state: ConnectionState): void {
    this.#state = state;
    this.#states.emit(state);
  }
}
