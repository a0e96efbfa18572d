import type { DisposableStore } from "../Workbench/Disposable";
import type { SandboxSession } from "../Workbench/SandboxSession";
import type { FilterBar } from "./FilterBar";
import type { Pins } from "./Pins";
import type { Run } from "./Run";
import type { RunControl } from "./RunControl";
import type { RunModel } from "./RunModel";
import type { StreamView } from "./StreamView";

export interface OutputParts {
  readonly model: RunModel;
  readonly stream: StreamView;
  readonly control: RunControl;
  readonly filter: FilterBar;
  readonly pins: Pins;
  /** The run whose block was last gone to; undefined: none. */
  readonly current: () => Run | undefined;
  readonly focus: (step: 1 | -1) => void;
  readonly fold: (run: Run) => void;
  readonly download: (run: Run) => void;
}

/** What can be asked of the stream by name; "the run" is the one that was last gone to, or else the latest. */
export function registerOutputCommands(session: SandboxSession, parts: OutputParts, scope: DisposableStore): void {
  const { model, stream, control, filter, pins } = parts;
  const mayChange = (): string | undefined => session.changeRefusal();
  const none = (): string | undefined => (latest() ? undefined : "Nothing has run yet");
  const latest = (): Run | undefined => model.entries.findLast((entry) => entry.kind === "run")?.run;
  const run = (): Run | undefined => parts.current() ?? latest();
  const register = (id: string, title: string, act: () => void | Promise<void>, refusal: () => string | undefined = none): void => {
    scope.add(session.commands.register({ id, title, refusal, run: act }));
  };
  const withRun = (act: (run: Run) => void | Promise<void>) => (): void | Promise<void> => {
    const chosen = run();
    return chosen && act(chosen);
  };

  scope.add(
    session.commands.register({
      id: "run.stop",
      title: "Stop",
      keys: "Shift+F5",
      refusal: () => mayChange() ?? (model.openRuns.length === 0 ? "Nothing runs" : undefined),
      run: async () => {
        const current = parts.current();
        const open = current?.isOpen ? current : model.openRuns.at(-1);
        if (open) {
          await control.stop(open);
        }
      },
    }),
  );
  register("output.again", "Run again", withRun((chosen) => control.again(chosen)), () => mayChange() ?? none());
  register("output.copy", "Copy the output of the run", withRun((chosen) => control.copy(chosen)));
  register("output.copyCode", "Copy the code of the run", withRun((chosen) => control.copyCode(chosen)));
  register("output.download", "Download the output of the run", withRun((chosen) => parts.download(chosen)));
  register("output.pin", "Pin or unpin the run", withRun((chosen) => pins.toggle(chosen.id)));
  register("output.fold", "Fold or unfold the run", withRun((chosen) => parts.fold(chosen)));
  register("output.next", "Go to the next run", () => parts.focus(1));
  register("output.previous", "Go to the previous run", () => parts.focus(-1));
  register("output.latest", "Jump to the latest output", () => stream.follow());
  register("output.filter", "Filter the output", () => {
    session.show("output");
    filter.open();
    filter.offer(model.entries);
  });
}
