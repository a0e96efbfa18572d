import type { Disposable, DisposableStore } from "../Workbench/Disposable";
import type { LineMark } from "../Workbench/EditorSeat";
import type { JournalEvent, RunStarted } from "../Workbench/JournalEvents";
import type { SandboxSession } from "../Workbench/SandboxSession";

/** Marks that stay; the oldest goes. */
const most = 100;

interface Marked {
  readonly path: string;
  readonly firstLine: number;
  readonly lastLine: number;
  shown: Disposable;
}

/** Marks in the margin what of the open files waits, runs and has run, whoever asked for it. What ended before one came is not marked. */
export function markRuns(session: SandboxSession, scope: DisposableStore): void {
  const marks = new Map<string, Marked>();
  let isLive = false;
  const change = (runId: string, mark: LineMark): void => {
    const marked = marks.get(runId);
    if (marked) {
      marked.shown.dispose();
      marked.shown = session.editor.mark(marked.path, marked.firstLine, marked.lastLine, mark);
    }
  };
  const forget = (runId: string): void => {
    marks.get(runId)?.shown.dispose();
    marks.delete(runId);
  };
  const take = (event: JournalEvent): void => {
    switch (event.type) {
      case "run_started":
        if (event.path !== undefined && event.firstLine !== undefined) {
          const lines = placeOf(event, event.firstLine);
          [...marks].filter(([, old]) => overlap(old, lines)).forEach(([id]) => forget(id));
          marks.set(event.runId, { ...lines, shown: session.editor.mark(lines.path, lines.firstLine, lines.lastLine, event.isQueued ? "queued" : "running") });
          [...marks.keys()].slice(0, -most).forEach(forget);
        }

        break;
      case "run_running":
        change(event.runId, "running");
        break;
      case "run_finished":
        if (isLive && (event.state === "succeeded" || event.state === "failed" || event.state === "timed_out")) {
          change(event.runId, event.state === "succeeded" ? "succeeded" : "failed");
        } else {
          forget(event.runId);
        }

        break;
      case "caught_up":
        isLive = true;
        break;
      default:
    }
  };
  scope.add(session.connection.onEvents((batch) => batch.forEach(take)));
  scope.add(
    session.connection.onReset(() => {
      [...marks.keys()].forEach(forget);
      isLive = false;
    }),
  );
  scope.defer(() => [...marks.keys()].forEach(forget));
}

function placeOf({ path = "", source }: RunStarted, firstLine: number): Omit<Marked, "shown"> {
  return { path, firstLine, lastLine: firstLine + source.trimEnd().split("\n").length - 1 };
}

function overlap(a: Omit<Marked, "shown">, b: Omit<Marked, "shown">): boolean {
  return a.path === b.path && a.firstLine <= b.lastLine && b.firstLine <= a.lastLine;
}
