import type { DisposableStore } from "../Workbench/Disposable";
import type { SandboxSession } from "../Workbench/SandboxSession";
import { systemTimer } from "../Workbench/Timer";
import { LookReporter } from "./LookReporter";

/** Milliseconds without a key or a pointer after which somebody counts as away, with the page in front of them or hidden. */
const idle = { shown: 5 * 60_000, hidden: 20_000 } as const;

/** Watches where this page's person looks, and lets the server know. */
export function reportGaze(session: SandboxSession, scope: DisposableStore): void {
  let pane = "editor";
  let isAway = false;
  let away: ReturnType<typeof setTimeout> | undefined;
  const reporter = new LookReporter((report) => session.connection.invoke("Look", report), systemTimer);
  const report = (): void => {
    const file = session.editor.active;
    const terminalId = session.terminals.active;
    reporter.report({
      pane,
      ...(file ? { path: file.path, line: file.line } : {}),
      ...(pane === "terminals" && terminalId !== undefined ? { terminalId } : {}),
      isAway,
    });
  };
  const awake = (): void => {
    clearTimeout(away);
    away = setTimeout(
      () => {
        isAway = true;
        report();
      },
      document.hidden ? idle.hidden : idle.shown,
    );
    if (isAway && !document.hidden) {
      isAway = false;
      report();
    }
  };

  scope.listen<FocusEvent>(document, "focusin", ({ target }) => {
    const view = (target as Element).closest?.<HTMLElement>("[data-view]")?.dataset["view"];
    if (view !== undefined && view !== pane) {
      pane = view;
      report();
    }
  });
  for (const type of ["keydown", "pointerdown", "pointermove", "wheel"]) {
    scope.listen(document, type, awake, { capture: true, passive: true });
  }

  scope.listen(document, "visibilitychange", awake);
  scope.add(session.editor.onMove(report));
  scope.add(session.terminals.onMove(report));
  scope.add(session.connection.onEvents((batch) => batch.some(({ type }) => type === "caught_up") && reporter.again()));
  scope.defer(() => clearTimeout(away));
  awake();
  report();
}
