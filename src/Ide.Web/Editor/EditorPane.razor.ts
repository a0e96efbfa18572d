import { showCells } from "../Contexts/CellLenses";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";
import type { FileChange } from "../Workbench/JournalEvents";
import type { SandboxApi } from "../Workbench/SandboxApi";
import { holdSession, type SandboxView } from "../Workbench/SandboxSession";
import { registerEditorCommands } from "./EditorCommands";
import { followSettings } from "./EditorSettings";
import { EditorWorkspace } from "./EditorWorkspace";
import { SandboxFiles } from "./FileStore";
import { IndexedDbDrafts } from "./IndexedDbDrafts";
import { LivingContext } from "./LivingContext";
import { MarginMarks } from "./MarginMarks";
import { modelOf } from "./Models";
import { OpenFiles } from "./OpenFiles";
import { Place } from "./Place";
import { openTabMenu } from "./TabMenu";

export interface EditorHandle extends Disposable {
  open(path: string, takesKeyboard: boolean): Promise<void>;
  renamed(from: string, to: string): Promise<void>;
  deleted(path: string): Promise<void>;
}

/** Mounts the editor. Neither text nor what is open travels on the circuit: it may be gone, and the editor goes on. */
export function mount(host: HTMLElement, view: SandboxView): EditorHandle {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  const { api, commands, canEdit } = session;
  followSettings(scope);
  const marks = new MarginMarks(session.marks, modelOf, scope);
  const files = new OpenFiles(new SandboxFiles(api), new IndexedDbDrafts(view.id), () => marks.draw());
  const menu = (path: string, at: { readonly x: number; readonly y: number }): void => openTabMenu(path, commands, at);
  const workspace = new EditorWorkspace(host, files, new Place(view.id), { api, canEdit, menu }, scope);

  scope.add(workspace.onMove(() => session.editor.moved()));
  scope.add(followFront(workspace, () => commands.changed()));
  scope.add(session.connection.onEvents((batch) => batch.forEach((event) => {
    if (event.type === "files_changed") {
      files.diskChanged(touchedBy(event.changes));
    }
  })));
  // An ordinary tab keeps these keys for itself; the page installed as an app gets them.
  scope.listen<KeyboardEvent>(document, "keydown", (event) => {
    if (event.key === "Tab" && event.ctrlKey && !event.altKey && host.contains(event.target as Node)) {
      event.preventDefault();
      workspace.step(event.shiftKey ? -1 : 1);
    }
  }, { capture: true });
  scope.add(session.onBeforeReload(() => files.flush()));
  registerEditorCommands(session, workspace, scope);
  if (canEdit) {
    scope.add(warmPython(workspace, api));
    new LivingContext(api, (path, language) => session.idleContextOf(path, language)).register(scope);
  }

  const openAt = async (path: string, line?: number, column?: number): Promise<void> => {
    session.show("editor");
    await workspace.openAt(path, line, column);
  };
  scope.add(
    session.editor.take({
      get active() {
        return workspace.front;
      },
      get path() {
        return workspace.active;
      },
      arrived: () => workspace.arrived(),
      openAt,
      save: (path) => workspace.save(path),
      isUnsaved: (path) => files.text(path)?.isDirty ?? false,
      moveTo: (line, column) => workspace.moveTo(line, column),
    }),
  );
  showCells(session, scope);
  void workspace.restore();
  const open = async (path: string, takesKeyboard: boolean): Promise<void> => {
    session.show("editor");
    // In a narrow window the editor takes the place of what was clicked in.
    const isLeft = document.activeElement === document.body || document.activeElement?.checkVisibility() === false;
    await workspace.open(path, takesKeyboard || isLeft);
  };
  return { open, renamed: (from, to) => workspace.renamed(from, to), deleted: (path) => workspace.deleted(path), dispose: () => scope.dispose() };
}

/** Who opens Python will run it: its interpreter gets ready meanwhile, in the background and at low priority. Once a page. */
function warmPython(workspace: EditorWorkspace, api: SandboxApi): Disposable {
  let asked = false;
  return workspace.onMove(() => {
    if (!asked && /\.(py|ipynb)$/i.test(workspace.active ?? "")) {
      asked = true;
      // Should it fail, the first run waits a little longer, and that is all.
      api.fetch("/api/interpreter/health", { warm: "python" }).catch(() => {});
    }
  });
}

/** Which commands can be had depends on what is in front and whether it is text; not on where its cursor is. */
function followFront(workspace: EditorWorkspace, changed: () => void): Disposable {
  let last: unknown;
  return workspace.onMove(() => {
    const now = `${workspace.active}|${workspace.front?.language}|${workspace.count}|${workspace.hasClosed}`;
    if (now !== last) {
      last = now;
      changed();
    }
  });
}

function touchedBy(changes: readonly FileChange[]): (path: string) => boolean {
  const paths = new Set(changes.map((change) => change.path));
  const folders = changes.filter((change) => change.change !== "modified").map((change) => `${change.path.replace(/\/$/, "")}/`);
  return (path) => paths.has(path) || folders.some((folder) => path.startsWith(folder));
}
