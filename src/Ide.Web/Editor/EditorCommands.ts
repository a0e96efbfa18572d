import { copyText } from "../Ui/Clipboard";
import { shownNameOf } from "../Ui/FileNames";
import { isMac } from "../Ui/Keys";
import { toast } from "../Ui/Toasts";
import type { Command } from "../Workbench/Commands";
import type { DisposableStore } from "../Workbench/Disposable";
import { type SandboxSession, viewerReason } from "../Workbench/SandboxSession";
import { settings } from "../Workbench/Settings";
import type { EditorWorkspace } from "./EditorWorkspace";
import { toggleScreenReader } from "./EditorSettings";
import { previewKind } from "./FileKinds";

/** Monaco's own, by its ids, for the palette; and the keys that Monaco gives them everywhere, with the keyboard in the text. */
const actions: readonly (readonly [id: string, title: string, change: "changes" | "looks", keys?: string])[] = [
  ["actions.find", "Find", "looks", "Ctrl+F"],
  ["editor.action.startFindReplaceAction", "Replace", "changes", isMac ? "Ctrl+Alt+F" : "Ctrl+H"],
  ["editor.action.quickOutline", "Go to symbol", "looks", "Ctrl+Shift+O"],
  ["editor.action.rename", "Rename symbol", "changes", "F2"],
  ["editor.action.commentLine", "Comment or uncomment lines", "changes", "Ctrl+/"],
  ["editor.action.triggerSuggest", "Suggest", "changes", "Ctrl+Space"],
  ["editor.action.moveLinesUpAction", "Move the lines up", "changes", "Alt+ArrowUp"],
  ["editor.action.moveLinesDownAction", "Move the lines down", "changes", "Alt+ArrowDown"],
  ["editor.action.addSelectionToNextFindMatch", "Select the next same word, too", "looks", "Ctrl+D"],
  ["editor.action.selectHighlights", "Select all occurrences", "looks", "Ctrl+Shift+L"],
  ["editor.action.insertCursorAbove", "Add a cursor above", "looks"],
  ["editor.action.insertCursorBelow", "Add a cursor below", "looks"],
  ["editor.action.sortLinesAscending", "Sort lines", "changes"],
  ["editor.action.transformToUppercase", "Make upper case", "changes"],
  ["editor.action.transformToLowercase", "Make lower case", "changes"],
  ["editor.action.trimTrailingWhitespace", "Trim spaces at line ends", "changes", "Ctrl+K Ctrl+X"],
  ["editor.action.indentationToSpaces", "Turn tabs into spaces", "changes"],
  ["editor.action.indentationToTabs", "Turn spaces into tabs", "changes"],
  ["editor.foldAll", "Fold all", "looks", "Ctrl+K Ctrl+0"],
  ["editor.unfoldAll", "Unfold all", "looks", "Ctrl+K Ctrl+J"],
  ["editor.action.fontZoomReset", "Reset the zoom of the text", "looks"],
  ["editor.action.marker.next", "Go to the next problem", "looks", "Alt+F8"],
];

/** Monaco's, too, but not among what its editor can say of itself. */
const namesActions: readonly (readonly [id: string, title: string, keys: string])[] = [
  ["editor.action.revealDefinition", "Go to definition", "Ctrl+F12"],
  ["editor.action.goToReferences", "Go to references", "Shift+F12"],
];
/** The languages of which Monaco knows where a name is from. */
const languagesOfNames: ReadonlySet<string> = new Set(["javascript", "typescript", "css", "scss", "less"]);

const notForIt = "Not for this kind of file";
const noFile = "No file is open";
const noText = "No text is in front";

/** What can be asked of the editor by key, by the palette, or from the menu of a tab. */
export function registerEditorCommands(session: SandboxSession, workspace: EditorWorkspace, scope: DisposableStore): void {
  const { commands, canEdit } = session;
  const register = (command: Command): void => void scope.add(commands.register(command));
  const add: Add = (id, title, keys, run, refusal) => register({ id, title, ...(keys === undefined ? {} : { keys }), run, refusal });
  const open = (): string | undefined => (workspace.active === undefined ? noFile : undefined);
  const edit = (): string | undefined => (canEdit ? open() : viewerReason);
  const group = (count: number) => (): string | undefined => (workspace.count < count ? "There is no such editor" : undefined);
  const front = (): string => workspace.active ?? "";

  add("file.save", "Save", "Ctrl+S", async () => void (await workspace.save(front())), edit);
  add("file.saveAll", "Save all", "Ctrl+Alt+S", () => workspace.saveAll(), edit);
  add("editor.close", "Close the file", "Alt+W", async () => void (await workspace.close(front())), open);
  add("editor.closeOthers", "Close the other files", undefined, () => workspace.closeMany((path) => path !== front()), open);
  add("editor.closeRight", "Close the files to the right", undefined, () => closeRight(workspace), open);
  add("editor.closeAll", "Close all files of this editor", "Shift+Alt+W", () => workspace.closeMany(() => true), open);
  add("editor.reopen", "Reopen the closed file", "Shift+Alt+T", () => workspace.reopen(), () => (workspace.hasClosed ? undefined : "Nothing was closed"));
  add("editor.next", "Go to the next file", "Ctrl+PageDown", () => workspace.step(1), open);
  add("editor.previous", "Go to the previous file", "Ctrl+PageUp", () => workspace.step(-1), open);
  add("editor.splitRight", "Split the editor to the right", "Ctrl+\\", () => workspace.split("right"), open);
  add("editor.splitDown", "Split the editor down", "Ctrl+Alt+\\", () => workspace.split("down"), open);
  for (const [place, name] of ["first", "second", "third"].entries()) {
    add(`editor.group${place + 1}`, `Go to the ${name} editor`, `Ctrl+${place + 1}`, () => workspace.goToGroup(place), group(place + 1));
  }

  add("editor.moveNext", "Move the file to the next editor", "Ctrl+Alt+ArrowRight", () => workspace.moveToGroup(1), open);
  add("editor.movePrevious", "Move the file to the previous editor", "Ctrl+Alt+ArrowLeft", () => workspace.moveToGroup(-1), open);
  add("editor.wordWrap", "Wrap long lines, or let them run on", "Alt+Z", () => void settings.set("wordWrap", !settings.get("wordWrap")), () => undefined);
  add("editor.screenReader", "Make the editor for a screen reader, or find out by itself", undefined, sayScreenReader, () => undefined);
  add("editor.copyPath", "Copy the file's path", "Shift+Alt+C", () => copyPath(front()), open);

  const hasPreview = (): string | undefined => open() ?? (previewKind(front()) ? undefined : `There is no preview of ${shownNameOf(front())}`);
  add("editor.preview", "Show the file's preview", "Ctrl+Shift+V", () => workspace.showAs("preview"), hasPreview);
  add("editor.previewBeside", "Show the preview beside the text", undefined, () => workspace.showAs("both"), hasPreview);
  add("editor.text", "Show the file's text", undefined, () => workspace.showAs("text"), open);
  registerMonacoActions(workspace, register, canEdit);
}

type Add = (id: string, title: string, keys: string | undefined, run: () => void | Promise<void>, refusal: () => string | undefined) => void;

function registerMonacoActions(workspace: EditorWorkspace, register: (command: Command) => void, canEdit: boolean): void {
  const text = (): string | undefined => (workspace.editor ? undefined : noText);
  const act = async (id: string): Promise<void> => {
    workspace.focus();
    const { editor } = workspace;
    const action = editor?.getAction(id);
    await (action ? action.run() : editor?.trigger("palette", id, undefined));
  };
  for (const [id, title, change, keys] of actions) {
    const available = (): string | undefined => {
      const action = workspace.editor?.getAction(id);
      return change === "changes" && !canEdit ? viewerReason : (text() ?? (action ? undefined : notForIt));
    };
    register({ id: `monaco.${id}`, title, ...(keys === undefined ? {} : { ownKeys: keys }), run: () => act(id), refusal: available });
  }

  for (const [id, title, ownKeys] of namesActions) {
    const refusal = (): string | undefined => text() ?? (languagesOfNames.has(workspace.front?.language ?? "") ? undefined : notForIt);
    register({ id: `monaco.${id}`, title, ownKeys, run: () => act(id), refusal });
  }

  register({
    id: "editor.format",
    title: "Format the file",
    keys: "Shift+Alt+F",
    run: () => act("editor.action.formatDocument"),
    refusal: () => (canEdit ? (text() ?? refusalToFormat(workspace)) : viewerReason),
  });
  register({
    id: "monaco.editor.action.toggleTabFocusMode",
    title: "Let Tab leave the text, or indent again",
    ownKeys: isMac ? "Ctrl+Shift+M" : "Ctrl+M",
    run: () => act("editor.action.toggleTabFocusMode"),
    refusal: text,
  });
}

function refusalToFormat(workspace: EditorWorkspace): string | undefined {
  const supported = workspace.editor?.getAction("editor.action.formatDocument")?.isSupported();
  return supported ? undefined : `There is no formatter for ${workspace.front?.language ?? "it"}`;
}

async function closeRight(workspace: EditorWorkspace): Promise<void> {
  const at = workspace.paths.indexOf(workspace.active ?? "");
  await workspace.closeMany((_, index) => index > at);
}

function sayScreenReader(): void {
  toast("info", toggleScreenReader() ? "The editor is made for a screen reader." : "The editor finds out by itself whether there is a screen reader.");
}

async function copyPath(path: string): Promise<void> {
  await copyText(path);
  toast("info", "Path copied");
}
