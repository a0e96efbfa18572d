/** The first text frame of a terminal's socket. The contract is Ide.Core's Protocol/Terminals. */
export interface PtyReady {
  readonly type: "ready";
  /** Everything from here on follows; later than asked for when what lay between is no longer kept. */
  readonly offset: number;
  readonly cols: number;
  readonly rows: number;
  /** What comes before this position is replay. */
  readonly live?: number;
  /** Brings an empty screen into the state that the first byte finds. Not counted. */
  readonly modes?: string;
}

/** What the terminal's socket says in text frames; bytes travel in binary ones. */
export type PtyMessage =
  | PtyReady
  /** The size that all viewers share has changed. */
  | { readonly type: "resize"; readonly cols: number; readonly rows: number }
  /** Whether this viewer's terminal answers the program's questions about it. */
  | { readonly type: "typist"; readonly you: boolean }
  /** Somebody else types; the name is the server's word. */
  | { readonly type: "typing"; readonly name: string }
  | { readonly type: "exit"; readonly code: number; readonly signal?: string | null }
  | { readonly type: "error"; readonly message: string };

/** Undefined for what is none of ours: a newer server may say more. */
export function parsePtyMessage(text: string): PtyMessage | undefined {
  try {
    const message = JSON.parse(text) as { readonly type?: unknown };
    return typeof message.type === "string" && ["ready", "resize", "typist", "typing", "exit", "error"].includes(message.type)
      ? (message as PtyMessage)
      : undefined;
  } catch {
    return undefined;
  }
}
