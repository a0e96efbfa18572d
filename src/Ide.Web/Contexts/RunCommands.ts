import { isRunnable } from "../Editor/FileKinds";
import { shownNameOf } from "../Ui/FileNames";
import type { DisposableStore } from "../Workbench/Disposable";
import type { SandboxSession } from "../Workbench/SandboxSession";
import { Running } from "./Running";

/**
 * The commands that run what is in the editor. Their keys are those of notebooks (Ctrl+Enter, Shift+Enter) and of the
 * editors that know `# %%` (F5, F9); they mean it with the keyboard in the editor of a file that can be run only, or on that
 * file in the tree, where a click leaves it, so that the browser keeps its own everywhere else.
 */
export function registerRunCommands(session: SandboxSession, scope: DisposableStore): void {
  const running = new Running(session);
  const whole = (): string | undefined => refusalToRun(session.editor.path);
  const part = (): string | undefined => running.refusal();
  const cell = (): string | undefined => running.refusalOfCells();
  // Without a connection, too: the browser's own F5 would throw the page away.
  const atFile = (refusal: () => string | undefined) => (target: Element) =>
    (target.closest(".monaco-editor") !== null || isTreeAt(target, session.editor.path)) && session.canEdit && refusal() === undefined;
  const add = (id: string, title: string, keys: string | undefined, refusal: () => string | undefined, run: () => Promise<void>): void => {
    const owns = keys === undefined ? {} : { keys, owns: atFile(refusal) };
    scope.add(session.commands.register({ id, title, ...owns, refusal: () => session.changeRefusal() ?? refusal(), run }));
  };
  add("run.file", "Run file", "F5", whole, () => running.file());
  add("run.here", "Run cell, or file without cells", "Ctrl+Enter", whole, () => running.here());
  add("run.next", "Run cell or line and go to the next", "Shift+Enter", part, () => running.andGoOn());
  add("run.selection", "Run selection or statement", "F9", part, () => running.selection());
  add("run.above", "Run all cells above", undefined, cell, () => running.cells("above"));
  add("run.below", "Run this cell and all below", undefined, cell, () => running.cells("below"));
  add("run.cells", "Run all cells", undefined, cell, () => running.cellsAt(1, "below"));
}

/** Whether this is a tree of files in which just the file in front is selected. */
function isTreeAt(target: Element, path: string | undefined): boolean {
  const selected = target.matches("[role='tree']") ? [...target.querySelectorAll<HTMLElement>("[aria-selected='true']")] : [];
  return path !== undefined && selected.length === 1 && selected[0]!.dataset["path"] === path;
}

function refusalToRun(path: string | undefined): string | undefined {
  if (path === undefined) {
    return "Open a file first";
  }

  return isRunnable(path) ? undefined : `${shownNameOf(path)} is not Python, JavaScript, TypeScript or a shell script`;
}
