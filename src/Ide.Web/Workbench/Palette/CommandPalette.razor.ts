import { invoke } from "../CommandButtons";
import { type Disposable, DisposableStore } from "../Disposable";
import { type SandboxApi, sentenceOf } from "../SandboxApi";
import { holdSession, type SandboxSession, type SandboxView } from "../SandboxSession";
import { CommandSource } from "./CommandSource";
import { FileIndex, type FileListing } from "./FileIndex";
import { FileSource } from "./FileSource";
import { QuickPick } from "./QuickPick";
import { Recents } from "./Recents";

const workspace = "/workspace/";

/** Mounts the picker, and the commands that open it. */
export function mount(dialog: HTMLDialogElement, view: SandboxView): Disposable {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  const { commands } = session;
  const used = new Recents(localStorage, "ide.recent.commands");
  const picker = new QuickPick(
    dialog,
    { ">": new CommandSource(commands, used, (id) => invoke(commands, id)), "": filesOf(session, scope) },
    scope,
  );

  const open = (id: string, title: string, keys: string, text: string, otherKeys: readonly string[] = []): void =>
    void scope.add(commands.register({ id, title, keys, otherKeys, everywhere: true, run: () => picker.open(text) }));
  open("palette.commands", "Show all commands", "Ctrl+Shift+P", ">", ["F1"]);
  open("palette.files", "Go to a file", "Ctrl+P", "");
  open("palette.line", "Go to a line", "Ctrl+G", ":");
  return scope;
}

function filesOf(session: SandboxSession, scope: DisposableStore): FileSource {
  const { api, connection, editor } = session;
  const opened = new Recents(localStorage, `ide.recent.files.${session.view.id}`);
  const index = new FileIndex(() => list(api));
  scope.add(
    connection.onEvents((batch) =>
      batch.forEach((event) => {
        if (event.type === "files_changed") {
          index.changed(event.changes);
        } else if (event.type === "caught_up") {
          index.forget();
        }
      }),
    ),
  );
  scope.add(
    editor.onMove(() => {
      if (editor.active?.path.startsWith(workspace)) {
        opened.add(editor.active.path.slice(workspace.length));
      }
    }),
  );
  return new FileSource(
    index,
    opened,
    {
      get active() {
        return editor.active?.path.replace(workspace, "");
      },
      openAt: (path, line, column) => {
        session.show("editor");
        void editor.openAt(workspace + path, line, column);
      },
    },
    sentenceOf,
  );
}

function list(api: SandboxApi): Promise<FileListing> {
  return api.json<FileListing>("POST", "/api/list-paths", { path: "/workspace" });
}
