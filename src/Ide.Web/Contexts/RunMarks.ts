import type { DisposableStore } from "../Workbench/Disposable";
import type { JournalEvent } from "../Workbench/JournalEvents";
import type { LineMarks } from "../Workbench/LineMarks";
import type { SandboxConnection } from "../Workbench/SandboxConnection";

/**
 * Marks in the margin what of the open files waits, runs and has run, whoever asked for it, also before one came. What is
 * past is gone through first, and only what came of it is told.
 */
export function markRuns(
  { marks, connection }: { readonly marks: LineMarks; readonly connection: Pick<SandboxConnection, "onEvents" | "onReset" | "isPastTold"> },
  scope: DisposableStore,
): void {
  /** @returns Whether a mark may be another one now. */
  const take = (event: JournalEvent): boolean => {
    switch (event.type) {
      case "run_started":
        if (event.path === undefined || event.firstLine === undefined) {
          return false;
        }

        marks.put(event.runId, { path: event.path, firstLine: event.firstLine, text: event.source, kind: event.isQueued ? "queued" : "running" });
        return true;
      case "run_running":
        marks.change(event.runId, "running");
        return true;
      case "run_finished":
        if (event.state === "succeeded" || event.state === "failed" || event.state === "timed_out") {
          marks.change(event.runId, event.state === "succeeded" ? "succeeded" : "failed");
        } else {
          marks.delete(event.runId);
        }

        return true;
      default:
        return event.type === "caught_up";
    }
  };
  scope.add(
    connection.onEvents((batch) => {
      const hasChanged = batch.map(take).includes(true);
      if (hasChanged && connection.isPastTold) {
        marks.changed();
      }
    }),
  );
  scope.add(
    connection.onReset(() => {
      marks.clear();
      marks.changed();
    }),
  );
  scope.defer(() => {
    marks.clear();
    marks.changed();
  });
}
