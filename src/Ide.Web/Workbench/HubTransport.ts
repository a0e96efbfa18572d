import type { JournalEvent, Role } from "./JournalEvents";

/** The hub's contract is Ide.Web's Streaming/HubContract.cs; this is the part of it that comes up to the page. */
export interface FeedState {
  readonly connection: "connecting" | "live" | "reconnecting" | "restarting" | "stopped" | "failed";
  readonly detail?: string | null;
}

export interface Joined {
  readonly sandboxId: string;
  readonly name: string;
  readonly role: Role;
  /** The seq after which this person may read. */
  readonly historyAfter: number;
}

export interface HubListener {
  /** Each batch, in the order of arrival. */
  events(batch: readonly JournalEvent[]): void;
  state(state: FeedState): void;
  /** The journal's past was replaced; events from 1 follow. */
  reset(): void;
  /** The server shows us no more of this sandbox, and will not. */
  closed(code: string, message: string): void;
  /** The wire is gone. Called once. */
  lost(): void;
}

/** The wire below the connection: SignalR in the page, a fake in tests. One is made for each attempt. */
export interface HubTransport {
  start(listener: HubListener): Promise<void>;
  /** After it nothing reaches the listener any more. */
  stop(): Promise<void>;
  invoke<T>(method: string, ...args: readonly unknown[]): Promise<T>;
}
