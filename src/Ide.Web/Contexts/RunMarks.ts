import type { Disposable, DisposableStore } from "../Workbench/Disposable";
import type { EditorSeat, LineMark, MarkedLines } from "../Workbench/EditorSeat";
import type { JournalEvent } from "../Workbench/JournalEvents";
import type { SandboxConnection } from "../Workbench/SandboxConnection";

/** Marks that stay; the oldest goes. */
const most = 100;

interface Marked {
  readonly lines: MarkedLines;
  readonly lastLine: number;
  mark: LineMark;
  shown?: Disposable;
}

/**
 * Marks in the margin what of the open files waits, runs and has run, whoever asked for it, also before one came. What is
 * past is gone through first, and only what came of it is shown.
 */
export function markRuns(
  { editor, connection }: { readonly editor: Pick<EditorSeat, "mark">; readonly connection: Pick<SandboxConnection, "onEvents" | "onReset"> },
  scope: DisposableStore,
): void {
  const marks = new Map<string, Marked>();
  let isLive = false;
  const show = (marked: Marked): void => {
    marked.shown?.dispose();
    marked.shown = editor.mark(marked.lines, marked.mark);
  };
  const put = (runId: string, marked: Marked): void => {
    marks.set(runId, marked);
    if (isLive) {
      show(marked);
    }
  };
  const change = (runId: string, mark: LineMark): void => {
    const marked = marks.get(runId);
    if (marked) {
      marked.mark = mark;
      put(runId, marked);
    }
  };
  const forget = (runId: string): void => {
    marks.get(runId)?.shown?.dispose();
    marks.delete(runId);
  };
  const take = (event: JournalEvent): void => {
    switch (event.type) {
      case "run_started":
        if (event.path !== undefined && event.firstLine !== undefined) {
          const lines: MarkedLines = { path: event.path, firstLine: event.firstLine, text: event.source };
          const marked: Marked = { lines, lastLine: lastLineOf(lines), mark: event.isQueued ? "queued" : "running" };
          [...marks].filter(([, old]) => overlap(old, marked)).forEach(([id]) => forget(id));
          put(event.runId, marked);
          [...marks.keys()].slice(0, -most).forEach(forget);
        }

        break;
      case "run_running":
        change(event.runId, "running");
        break;
      case "run_finished":
        if (event.state === "succeeded" || event.state === "failed" || event.state === "timed_out") {
          change(event.runId, event.state === "succeeded" ? "succeeded" : "failed");
        } else {
          forget(event.runId);
        }

        break;
      case "caught_up":
        if (!isLive) {
          isLive = true;
          marks.forEach(show);
        }

        break;
      default:
    }
  };
  scope.add(connection.onEvents((batch) => batch.forEach(take)));
  scope.add(
    connection.onReset(() => {
      [...marks.keys()].forEach(forget);
      isLive = false;
    }),
  );
  scope.defer(() => [...marks.keys()].forEach(forget));
}

function lastLineOf({ firstLine, text }: MarkedLines): number {
  return firstLine + text.trimEnd().split("\n").length - 1;
}

function overlap(a: Marked, b: Marked): boolean {
  return a.lines.path === b.lines.path && a.lines.firstLine <= b.lastLine && b.lines.firstLine <= a.lastLine;
}
