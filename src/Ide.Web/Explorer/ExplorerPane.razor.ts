import { copyText } from "../Ui/Clipboard";
import { keptSubject, restoreFields } from "../Ui/FieldKeeping";
import { toast } from "../Ui/Toasts";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";
import type { JournalEvent } from "../Workbench/JournalEvents";
import { holdSession, type SandboxSession, type SandboxView } from "../Workbench/SandboxSession";
import { pickedItems } from "./DroppedItems";
import { registerExplorerCommands } from "./ExplorerCommands";
import { FollowedFile } from "./FollowedFile";
import { PathBatch } from "./PathBatch";
import { acceptDrags } from "./TreeDrags";
import { UploadPanel } from "./UploadPanel";
import { UploadRequests } from "./UploadRequests";

/** The component on the server that draws the tree. */
interface Tree {
  invokeMethodAsync(method: "FilesChangedAsync", paths: readonly string[]): Promise<void>;
  invokeMethodAsync(method: "RunAsync" | "RevealAsync" | "FollowAsync" | "TakeUpAsync", text: string): Promise<void>;
  invokeMethodAsync(method: "DropAsync", path: string, folder: string, isCopy: boolean): Promise<void>;
  invokeMethodAsync(method: "OpenMenuAsync" | "OpenMoreAsync", x: number, y: number): Promise<void>;
  invokeMethodAsync(method: "ShowHiddenAsync", shown: boolean): Promise<void>;
}

export interface ExplorerHandle extends Disposable {
  /** The tree is there: from now on it follows the editor, and a name that was being typed when the page was loaded anew is gone on with. */
  takeUp(): void;
  /** A field for a name has come: it takes the keyboard, with what had been typed into it before the page was loaded anew. */
  beginName(): void;
  /** Scrolls a row into view, by its index. */
  reveal(index: number): void;
  /** Opens the tree's own menu below a button, by whatever the button was pressed. */
  openBelow(button: HTMLElement): void;
  /** @param packed As a zip; otherwise it is one file, as it is. */
  download(paths: readonly string[], packed: boolean): void;
  /** Lets its person choose files, or a folder, to be uploaded. */
  pick(folder: string, wholeFolder: boolean): void;
  copyText(text: string): Promise<void>;
  toggleHidden(): void;
  fail(text: string): void;
  /** Says why nothing was done. */
  tell(text: string): void;
}

/** Height of a row, and of what is left free above the first and below the last, in pixels; as the stylesheet has them. */
const [rowHeight, margin] = [24, 4];
const hiddenKey = "ide.explorer.hidden";

/** Mounts what the tree needs of the browser: news of changed files, uploads and drags, scrolling. */
export function mount(host: HTMLElement, uploadsHost: HTMLElement, view: SandboxView, tree: Tree): ExplorerHandle {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  const uploads = new UploadPanel(uploadsHost, new UploadRequests(session.api), host, scope);
  const told = (call: Promise<void>): void => void call.catch(() => {}); // without a circuit nobody draws the tree
  followChanges(session, new PathBatch((paths) => tree.invokeMethodAsync("FilesChangedAsync", paths)), scope);
  registerExplorerCommands(session, (id) => tree.invokeMethodAsync("RunAsync", id), scope);
  registerOthers(session, tree, scope);
  keepKeys(host, (x, y) => told(tree.invokeMethodAsync("OpenMenuAsync", x, y)), scope);
  if (session.canEdit) {
    acceptDrags(
      host,
      {
        moved: (path, folder, isCopy) => told(tree.invokeMethodAsync("DropAsync", path, folder, isCopy)),
        uploaded: (folder, items) => void uploads.start(folder, items),
      },
      scope,
    );
  }

  if (!showsHidden()) {
    told(tree.invokeMethodAsync("ShowHiddenAsync", false));
  }

  return {
    takeUp: () => {
      const edit = keptSubject("explorer-name");
      if (edit !== undefined) {
        told(tree.invokeMethodAsync("TakeUpAsync", edit));
      }

      followEditor(host, session.editor, (path) => told(tree.invokeMethodAsync("FollowAsync", path)), scope);
    },
    beginName: () => {
      const edit = host.querySelector<HTMLElement>("[data-kept]");
      const field = edit?.querySelector("input");
      if (edit && field) {
        // In one step: what is typed in between would be selected, and typed over.
        field.focus();
        field.setSelectionRange(0, Number(field.dataset["stem"] ?? 0));
        restoreFields(edit);
      }
    },
    reveal: (index) => {
      const [top, bottom] = [index * rowHeight, (index + 1) * rowHeight + 2 * margin];
      if (top < host.scrollTop) {
        host.scrollTop = top;
      } else if (bottom > host.scrollTop + host.clientHeight) {
        host.scrollTop = bottom - host.clientHeight;
      }
    },
    openBelow: (button) => {
      const { left, bottom } = button.getBoundingClientRect();
      told(tree.invokeMethodAsync("OpenMoreAsync", left, bottom));
    },
    download: (paths, packed) => {
      const link = document.createElement("a");
      const query = paths.map((path) => `path=${encodeURIComponent(path)}`).join("&");
      link.href = `${session.api.url(packed ? "/api/files/archive" : "/api/files/raw")}?${query}`;
      link.download = "";
      link.click();
    },
    pick: (folder, wholeFolder) => {
      const input = document.createElement("input");
      input.type = "file";
      input.multiple = true;
      input.webkitdirectory = wholeFolder;
      input.addEventListener("change", () => void uploads.start(folder, pickedItems(input.files!)));
      input.click();
    },
    copyText: (text) => copyText(text).catch(() => toast("error", "The browser does not let the page copy.")),
    toggleHidden: () => toggleHidden(tree),
    fail: (text) => toast("error", text),
    tell: (text) => toast("info", text),
    dispose: () => scope.dispose(),
  };
}

/** Tells the tree what changed since it was listed. */
function followChanges(session: SandboxSession, changed: PathBatch, scope: DisposableStore): void {
  const { connection } = session;
  let hasCaughtUp = connection.isPastTold;
  const told = (event: JournalEvent): void => {
    if (event.type === "caught_up") {
      // What changed before is in the listing that the tree starts with, and after a reconnect in the next one.
      changed.add(hasCaughtUp ? ["/workspace"] : []);
      hasCaughtUp = true;
    } else if (event.type === "files_changed" && connection.isPastTold) {
      changed.add(event.changes.map((change) => change.path));
    }
  };
  scope.add(connection.onEvents((batch) => batch.forEach(told)));
}

function followEditor(host: HTMLElement, editor: SandboxSession["editor"], follow: (path: string) => void, scope: DisposableStore): void {
  const followed = new FollowedFile();
  const look = (isBack: boolean): void => {
    // Where the keyboard comes back with the tree, its person has done nothing there yet.
    const isBusy = !isBack && host.contains(document.activeElement);
    const path = followed.next(editor.path, { isShown: host.checkVisibility(), isBusy });
    if (path !== undefined) {
      follow(path);
    }
  };
  const shown = new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && look(true));
  shown.observe(host);
  scope.defer(() => shown.disconnect());
  scope.add(editor.onMove(() => look(false)));
}

function registerOthers(session: SandboxSession, tree: Tree, scope: DisposableStore): void {
  const { commands, editor } = session;
  scope.add(commands.register({ id: "explorer.toggleHidden", title: "Show or hide hidden files", run: () => toggleHidden(tree) }));
  scope.add(editor.onMove(() => commands.changed()));
  scope.add(
    commands.register({
      id: "explorer.reveal",
      title: "Reveal the open file in the tree",
      refusal: () => (editor.path === undefined ? "No file is open" : undefined),
      run: async () => {
        session.show("explorer");
        await tree.invokeMethodAsync("RevealAsync", editor.path ?? "");
      },
    }),
  );
}

/** What the tree has keys for scrolls nothing and selects no text; the menu key opens the menu at the selected row. */
function keepKeys(host: HTMLElement, openMenu: (x: number, y: number) => void, scope: DisposableStore): void {
  scope.listen<KeyboardEvent>(host, "keydown", (event) => {
    if (event.target !== host) {
      return;
    }

    const isMenu = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
    if (isMenu) {
      const { left, bottom } = (host.querySelector(`[id="${host.getAttribute("aria-activedescendant")}"]`) ?? host).getBoundingClientRect();
      openMenu(left + 24, bottom);
    }

    const isLetter = event.key.length === 1 && (event.ctrlKey || event.metaKey) && "acvx".includes(event.key.toLowerCase());
    if (isMenu || isLetter || event.key === " " || /^(Arrow|Page|Home|End|F2)/.test(event.key)) {
      event.preventDefault();
    }
  });
  // Browsers make this of the menu key, too; the place would be the tree's.
  scope.listen<MouseEvent>(host, "contextmenu", (event) => {
    if (event.target === host && event.button !== 2) {
      event.preventDefault();
      event.stopPropagation();
    }
  });
}

function showsHidden(): boolean {
  return localStorage.getItem(hiddenKey) !== "false";
}

function toggleHidden(tree: Tree): void {
  localStorage.setItem(hiddenKey, String(!showsHidden()));
  tree.invokeMethodAsync("ShowHiddenAsync", showsHidden()).catch(() => {});
}
