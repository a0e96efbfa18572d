import { Backoff } from "../Workbench/Backoff";
import type { Disposable } from "../Workbench/Disposable";
import { Emitter } from "../Workbench/Emitter";
import { limitedSockets } from "../Workbench/LimitedSockets";
import { systemTimer, type Timer } from "../Workbench/Timer";
import { type PtyMessage, type PtyReady, parsePtyMessage } from "./PtyMessages";

export type TerminalState =
  | { readonly kind: "connecting" }
  | { readonly kind: "open" }
  /** `retryAt`: in milliseconds since the epoch. `attempts`: in a row, without an answer. */
  | { readonly kind: "lost"; readonly retryAt: number; readonly attempts: number }
  | { readonly kind: "exited"; readonly code: number; readonly signal: string | undefined };

export interface Chunk {
  readonly bytes: Uint8Array;
  /** To be called when the terminal has taken it in. */
  readonly done: () => void;
  /** It was there before this viewer came: whatever it asks has been answered. */
  readonly isReplay: boolean;
}

/** The part of a browser's WebSocket that is used. */
export interface Socket {
  binaryType: string;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(data: string | Uint8Array): void;
  close(): void;
  readonly readyState: number;
}

const openState = 1;
/** Bytes taken in after which the sandbox is told; it sends 512 KiB ahead of what it was told. */
const acknowledgeEvery = 64 * 1024;

/**
 * One viewer's end of a terminal. Counts every byte, so that after a drop exactly what was missed comes, and tells how far
 * the terminal has got, so that a flood waits in the sandbox and not in this page.
 */
export class TerminalSocket implements Disposable {
  readonly #url: (after: number) => string;
  readonly #connect: (url: string) => Socket;
  readonly #timer: Timer;
  readonly #backoff: Backoff;
  readonly #output = new Emitter<Chunk>();
  readonly #states = new Emitter<TerminalState>();
  readonly #messages = new Emitter<PtyMessage>();
  readonly #starts = new Emitter<string>();
  #state: TerminalState = { kind: "connecting" };
  #socket: Socket | undefined;
  #cancelRetry: (() => void) | undefined;
  #offset = 0;
  #live = 0;
  #taken = 0;
  #acknowledged = 0;
  #started = false;
  #disposed = false;

  constructor(
    url: (after: number) => string,
    connect: (url: string) => Socket = (at) => new (limitedSockets())(at) as unknown as Socket,
    timer: Timer = systemTimer,
    backoff = new Backoff(),
  ) {
    this.#url = url;
    this.#connect = connect;
    this.#timer = timer;
    this.#backoff = backoff;
  }

  readonly onOutput = (listener: (chunk: Chunk) => void): Disposable => this.#output.on(listener);
  readonly onState = (listener: (state: TerminalState) => void): Disposable => this.#states.on(listener);
  readonly onMessage = (listener: (message: PtyMessage) => void): Disposable => this.#messages.on(listener);
  /**
   * What follows does not continue what came: it is the beginning, or what lay between is no longer to be had. The text
   * brings an empty screen into the state that the first byte finds.
   */
  readonly onStart = (listener: (modes: string) => void): Disposable => this.#starts.on(listener);

  get state(): TerminalState {
    return this.#state;
  }

  /** Position of the next byte in the terminal's whole output. */
  get offset(): number {
    return this.#offset;
  }

  open(): void {
    this.#release();
    if (this.#disposed || this.#state.kind === "exited") {
      return;
    }

    this.#enter({ kind: "connecting" });
    const socket = this.#connect(this.#url(this.#offset));
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) =>
      typeof data === "string" ? this.#receiveText(data) : this.#receiveBytes(new Uint8Array(data as ArrayBuffer));
    socket.onclose = () => this.#lost();
    this.#socket = socket;
  }

  /** Its program has ended and another has been started: what that one writes follows. */
  reopen(): void {
    if (this.#state.kind === "exited") {
      this.#enter({ kind: "connecting" });
      this.open();
    }
  }

  /** False: there is no connection, and what was typed is gone; the pane says so. */
  send(data: string | Uint8Array): boolean {
    if (this.#socket?.readyState !== openState || this.#state.kind !== "open") {
      return false;
    }

    this.#socket.send(typeof data === "string" ? new TextEncoder().encode(data) : data);
    return true;
  }

  /** This viewer is looked at and has room for so much. */
  resize(cols: number, rows: number): void {
    this.#control({ type: "resize", cols, rows });
  }

  /** Nobody looks at this viewer now: its size is not to count. */
  hide(): void {
    this.#control({ type: "hidden" });
  }

  retryNow(): void {
    if (this.#state.kind === "lost") {
      this.open();
    }
  }

  drop(): void {
    if (this.#socket) {
      this.#lost();
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#release();
  }

  #receiveText(text: string): void {
    const message = parsePtyMessage(text);
    if (message?.type === "ready") {
      this.#ready(message);
    }

    if (message) {
      this.#messages.emit(message);
    }

    if (message?.type === "exit") {
      this.#release();
      this.#enter({ kind: "exited", code: message.code, signal: message.signal ?? undefined });
    }
  }

  #ready(ready: PtyReady): void {
    this.#backoff.reset();
    this.#live = ready.live ?? ready.offset;
    if (!this.#started || ready.offset !== this.#offset) {
      this.#started = true;
      this.#offset = ready.offset;
      this.#taken = ready.offset;
      this.#starts.emit(ready.modes ?? "");
    }

    this.#acknowledge();
    this.#enter({ kind: "open" });
  }

  #receiveBytes(bytes: Uint8Array): void {
    const end = this.#offset + bytes.length;
    this.#offset = end;
    this.#output.emit({ bytes, isReplay: end <= this.#live, done: () => this.#tookIn(end) });
  }

  #tookIn(end: number): void {
    this.#taken = Math.max(this.#taken, end);
    if (this.#taken - this.#acknowledged >= acknowledgeEvery || this.#taken === this.#offset) {
      this.#acknowledge();
    }
  }

  #acknowledge(): void {
    this.#acknowledged = this.#taken;
    this.#control({ type: "ack", offset: this.#taken });
  }

  #control(message: unknown): void {
    if (this.#socket?.readyState === openState) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  #lost(): void {
    this.#release();
    if (!this.#disposed) {
      const pause = this.#backoff.next();
      this.#enter({ kind: "lost", retryAt: this.#timer.now() + pause, attempts: this.#backoff.attempts });
      this.#cancelRetry = this.#timer.after(pause, () => this.open());
    }
  }

  /** The old socket is silenced and closed before a new one opens. */
  #release(): void {
    this.#cancelRetry?.();
    const old = this.#socket;
    this.#socket = undefined;
    if (old) {
      old.onmessage = null;
      old.onclose = null;
      old.close();
    }
  }

  #enter(state: TerminalState): void {
    this.#state = state;
    this.#states.emit(state);
  }
}
