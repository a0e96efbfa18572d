import type { FeedState } from "./HubTransport";

export type ConnectionState =
  | { readonly kind: "connecting" }
  /** Joined, and what happened while the page was away still comes or is still being drawn. */
  | { readonly kind: "catchingUp" }
  /** All that has happened is shown, and what happens next shows at once. */
  | { readonly kind: "live" }
  /** The server is there and the sandbox is not yet, or not any more. */
  | { readonly kind: "waking"; readonly detail: string }
  /** It ended without anybody having asked for it, and the server starts it again. */
  | { readonly kind: "restarting"; readonly detail: string }
  /** Only that somebody starts it brings these back. */
  | { readonly kind: "stopped"; readonly detail: string }
  | { readonly kind: "failed"; readonly detail: string }
  /** Until it is there again, also while it tries by itself. `retryAt`: in milliseconds since the epoch. */
  | { readonly kind: "offline"; readonly retryAt: number; readonly attempts: number }
  /** The server will not have us: the sandbox is gone, or we may not see it. Only a person can change that. */
  | { readonly kind: "refused"; readonly code: string; readonly reason: string };

/** Whether trying again before the pause has passed may help: the network may be back, or the person signed in again. */
export function mayRetry(state: ConnectionState): boolean {
  return state.kind === "offline" || (state.kind === "refused" && state.code === "UNAUTHENTICATED");
}

/** Whether what is asked of the server reaches it; it says by itself how the sandbox stands. */
export function mayReach({ kind }: ConnectionState): boolean {
  return kind !== "connecting" && kind !== "offline" && kind !== "refused";
}

/** Whether a person can bring the sandbox back by starting it. */
export function mayStart(state: ConnectionState): boolean {
  return state.kind === "stopped" || state.kind === "failed";
}

/** @param isShown Whether all that has happened is drawn. */
export function stateOfFeed(feed: FeedState, isShown: boolean): ConnectionState {
  switch (feed.connection) {
    case "live":
      return { kind: isShown ? "live" : "catchingUp" };
    case "stopped":
      return { kind: "stopped", detail: feed.detail ?? "The sandbox is stopped." };
    case "failed":
      return { kind: "failed", detail: feed.detail ?? "The sandbox could not be started." };
    case "restarting":
      return { kind: "restarting", detail: feed.detail ?? "The sandbox ended unexpectedly and is being started again." };
    case "connecting":
      return { kind: "waking", detail: feed.detail ?? "The sandbox is starting." };
    case "reconnecting":
      return { kind: "waking", detail: feed.detail ?? "The sandbox does not answer. Trying again." };
  }
}

/** Said once when a sandbox that ended by itself is there again. */
export const startedAgain =
  "The sandbox ended unexpectedly and was started again. What ran in it, its terminals and the variables of its contexts are gone; its files are as they were.";

/** Said where a sign-in has ended while the page is open. */
export const signedOut = "You are signed out. Sign in again, in another tab too; this page then goes on where it was.";

/** Codes after which trying again is of no use. */
const final = /\b(SANDBOX_NOT_FOUND|FORBIDDEN|UNAUTHENTICATED)\b(?:: (.*))?/s;

/** The refusal, when the server's answer is final; undefined when trying again may help. */
export function refusalOf(error: unknown): { readonly code: string; readonly reason: string } | undefined {
  const match = final.exec(error instanceof Error ? error.message : String(error));
  return match?.[1] === undefined ? undefined : { code: match[1], reason: match[2] ?? sentences[match[1]] ?? match[1] };
}

const sentences: Readonly<Record<string, string>> = {
  SANDBOX_NOT_FOUND: "This sandbox does not exist any more, or you may not see it.",
  FORBIDDEN: "You may not see this sandbox.",
  UNAUTHENTICATED: signedOut,
};
