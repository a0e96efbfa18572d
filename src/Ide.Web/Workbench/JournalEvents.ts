/** The journal's events as they travel; the contract is Ide.Core's Protocol/Journal. */
interface Base {
  /** The place in the journal; absent on what is not kept. */
  readonly seq?: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actor: string;
}

export type RunState = "queued" | "running" | "succeeded" | "failed" | "cancelled" | "timed_out";
export type OutputStream = "stdout" | "stderr";
export type Role = "viewer" | "editor" | "owner";

export interface RunStarted extends Base {
  readonly type: "run_started";
  readonly runId: string;
  readonly kind: "command" | "process" | "code";
  readonly source: string;
  readonly sourceTruncated?: boolean;
  /** It waits for its session or context; `run_running` tells when its turn has come. */
  readonly isQueued?: boolean;
  readonly language?: string;
  readonly path?: string;
  /** The line of `path` at which the source begins, when it is a part of the file. */
  readonly firstLine?: number;
  readonly sessionId?: string;
  readonly contextId?: string;
  readonly processId?: string;
}

export interface RunRunning extends Base {
  readonly type: "run_running";
  readonly runId: string;
}

export interface RunOutput extends Base {
  readonly type: "output";
  readonly runId: string;
  readonly stream: OutputStream;
  /** Of the first byte in the run's whole output. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
  /** Absent past the run's first MiB. */
  readonly text?: string;
  readonly encoding?: "base64";
}

/** Every representation that an object has; see `execute/code` in the API. */
export interface ResultContent {
  readonly text?: string;
  readonly html?: string;
  readonly png?: string;
  readonly jpeg?: string;
  readonly svg?: string;
  readonly latex?: string;
  readonly markdown?: string;
  readonly javascript?: string;
  readonly json?: unknown;
  readonly data?: unknown;
  readonly chart?: unknown;
  readonly pdf?: string;
  readonly mime?: Readonly<Record<string, unknown>>;
  readonly metadata?: unknown;
}

export interface RunResult extends Base {
  readonly type: "result";
  readonly runId: string;
  readonly offset: number;
  readonly length: number;
  /** Absent when large: then it lies in the run's output at `offset`. */
  readonly result?: ResultContent;
  readonly displayId?: string;
  readonly isUpdate?: boolean;
  readonly isMainResult?: boolean;
}

export interface RunOutputCleared extends Base {
  readonly type: "clear_output";
  readonly runId: string;
  readonly wait: boolean;
}

export interface RunInputRequested extends Base {
  readonly type: "input_request";
  readonly runId: string;
  readonly prompt: string;
  readonly password?: boolean;
}

export interface RunInputGiven extends Base {
  readonly type: "input_given";
  readonly runId: string;
  readonly value?: string;
}

export interface RunError extends Base {
  readonly type: "error";
  readonly runId: string;
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
  readonly lineNumber?: number;
}

export interface RunOutputTruncated extends Base {
  readonly type: "output_truncated";
  readonly runId: string;
  readonly limitBytes: number;
}

export interface RunFinished extends Base {
  readonly type: "run_finished";
  readonly runId: string;
  readonly state: RunState;
  readonly exitCode?: number;
  readonly executionCount?: number;
  /** In milliseconds. */
  readonly duration: number;
  readonly reason?: string;
}

export type RunEvent =
  | RunStarted
  | RunRunning
  | RunOutput
  | RunResult
  | RunOutputCleared
  | RunInputRequested
  | RunInputGiven
  | RunError
  | RunOutputTruncated
  | RunFinished;

export interface FileChange {
  readonly path: string;
  readonly change: "created" | "modified" | "deleted" | "overflow";
}

/** Where somebody looks; the server has checked its form, not whether there is such a file or terminal. */
export interface Look {
  readonly pane: string;
  readonly path?: string;
  readonly line?: number;
  readonly terminalId?: string;
}

export interface Person {
  readonly name: string;
  readonly role: Role;
  /** Tells two of the same name apart. */
  readonly id: string;
  readonly isProgram?: boolean;
  readonly isAway?: boolean;
  readonly look?: Look;
}

/** By name: whose colour is another than their name asks for, also of those who have left. */
export type Hues = Readonly<Record<string, number>>;

export type SandboxEvent =
  | (Base & { readonly type: "agent_started"; readonly journalId: string })
  | (Base & { readonly type: "session_created"; readonly sessionId: string })
  | (Base & { readonly type: "session_ended"; readonly sessionId: string; readonly reason: string })
  | (Base & {
      readonly type: "session_output";
      readonly sessionId: string;
      readonly stream: OutputStream;
      readonly text: string;
      readonly encoding?: "base64";
    })
  | (Base & {
      readonly type: "context_created";
      readonly contextId: string;
      readonly language: string;
      readonly name?: string;
      readonly isOwn?: boolean;
      readonly isDefault?: boolean;
    })
  | (Base & { readonly type: "context_changed"; readonly contextId: string; readonly name?: string; readonly isOwn?: boolean })
  | (Base & { readonly type: "context_deleted"; readonly contextId: string })
  | (Base & { readonly type: "context_restarted"; readonly contextId: string })
  | (Base & { readonly type: "context_ended"; readonly contextId: string; readonly reason: string })
  | (Base & { readonly type: "terminal_opened"; readonly terminalId: string; readonly name: string })
  | (Base & { readonly type: "terminal_renamed"; readonly terminalId: string; readonly name: string })
  | (Base & { readonly type: "terminal_closed"; readonly terminalId: string; readonly exitCode: number })
  | (Base & { readonly type: "environment_changed"; readonly names: readonly string[] })
  | (Base & { readonly type: "files_changed"; readonly changes: readonly FileChange[] })
  | (Base & { readonly type: "truncated"; readonly firstSeq: number })
  | (Base & { readonly type: "presence"; readonly people: readonly Person[]; readonly hues?: Hues })
  /** Only those who look elsewhere than before; they replace what `presence` told of them. */
  | (Base & { readonly type: "presence_moved"; readonly people: readonly Person[] })
  | (Base & { readonly type: "caught_up"; readonly lastSeq: number })
  | (Base & { readonly type: "keep_alive" });

/** A kind that this page does not know is let through and ignored: a newer server may send more. */
export type JournalEvent = RunEvent | SandboxEvent;
