import { ask } from "../Ui/ConfirmDialog";
import { shownNameOf } from "../Ui/FileNames";
import { toast } from "../Ui/Toasts";
import type { DisposableStore } from "../Workbench/Disposable";
import type { EditorFile } from "../Workbench/EditorSeat";
import { Emitter } from "../Workbench/Emitter";
import { settings } from "../Workbench/Settings";
import { ClosedTabs } from "./ClosedTabs";
import { EditorGroup, type GroupHome } from "./EditorGroup";
import { GroupLayout } from "./GroupLayout";
import * as groups from "./Groups";
import type { OpenFiles } from "./OpenFiles";
import type { Place } from "./Place";
import type { DraggedTab, DropPlace } from "./TabDrag";
import { closeTab, neighbour, openTab, renamedPath, showAs, type Tabs, type TabView } from "./Tabs";

/** What the workspace needs from the page, besides its files. */
export type WorkspaceHome = Pick<GroupHome, "api" | "canEdit"> & { readonly menu: (path: string, at: { readonly x: number; readonly y: number }) => void };

/** The open files of a page and the groups that show them. It alone knows what is open where; all is drawn from that. */
export class EditorWorkspace {
  readonly #groups = new Map<number, EditorGroup>();
  readonly #layout: GroupLayout;
  readonly #moves = new Emitter<void>();
  readonly #closed = new ClosedTabs();
  readonly #home: GroupHome;
  #state: groups.Groups = groups.oneGroup;

  constructor(
    private readonly host: HTMLElement,
    readonly files: OpenFiles,
    private readonly place: Place,
    home: WorkspaceHome,
    scope: DisposableStore,
  ) {
    this.#home = {
      ...home,
      files,
      place,
      tabs: (group) => ({
        activate: (path) => this.#activate(group, path),
        close: (path) => void this.close(path, group),
        menu: (path, at) => {
          this.#activate(group, path);
          home.menu(path, at);
        },
      }),
      showAs: (group, path, view) => this.#change(group, (tabs) => showAs(tabs, path, view)),
      drop: (tab, group, place) => this.#drop(tab, group, place),
      split: (group) => this.split("right", group),
      focused: (group) => group === this.#state.active || this.#enter(groups.activate(this.#state, group)),
      moved: () => this.#moves.emit(),
      open: (path) => void this.open(path),
    };
    this.#layout = new GroupLayout(host, (id) => this.#group(id).root, (path, shares) => this.#enter(groups.resize(this.#state, path, shares)));
    scope.add(files.onChange(() => this.#render()));
    scope.listen(window, "pagehide", () => void files.flush());
    scope.defer(() => {
      void files.flush();
      this.#groups.forEach((group) => group.dispose());
      files.dispose();
      host.replaceChildren();
    });
  }

  /** The file in front, its cursor, or what is open is another. */
  readonly onMove = (listener: () => void) => this.#moves.on(listener);

  /** The path in front, text or not. */
  get active(): string | undefined {
    return this.#tabs.active;
  }

  /** The open files of the group in front. */
  get paths(): readonly string[] {
    return this.#tabs.paths;
  }

  get front(): EditorFile | undefined {
    return this.#group(this.#state.active).surface?.file;
  }

  /** What is in front, once its text has come; undefined when another file is in front by then. */
  async arrived(): Promise<EditorFile | undefined> {
    const path = this.active;
    await this.files.arrived(path);
    return this.active === path ? this.front : undefined;
  }

  /** The Monaco editor in front, when it shows text. */
  get editor() {
    const surface = this.#group(this.#state.active).surface;
    return surface?.file ? surface.editor : undefined;
  }

  get hasClosed(): boolean {
    return !this.#closed.isEmpty;
  }

  get count(): number {
    return groups.groupsIn(this.#state.root).length;
  }

  /** Back to where the person was, and to whatever was never saved. */
  async restore(): Promise<void> {
    const stored = this.place.groups;
    this.#enter(stored);
    const known = groups.pathsIn(stored);
    known.forEach((path) => void this.files.load(path));
    const lost = (await this.files.unsaved()).filter((path) => !known.includes(path));
    for (const path of lost) {
      this.#change(this.#state.active, (tabs) => ({ ...openTab(tabs, path), active: tabs.active ?? path }));
      void this.files.load(path);
    }
  }

  /** @param takesKeyboard False: whoever has the keyboard keeps it, as one who goes through the files in the explorer. */
  async open(path: string, takesKeyboard = true): Promise<void> {
    this.#change(this.#state.active, (tabs) => openTab(tabs, path));
    await this.files.load(path);
    if (takesKeyboard) {
      this.focus();
    }
  }

  /** Lines and columns count from 1; a place that the text does not have is the next one that it has. */
  async openAt(path: string, line?: number, column = 1): Promise<void> {
    await this.open(path);
    if (line !== undefined && this.active === path) {
      if (this.front === undefined && this.files.text(path)) {
        this.#change(this.#state.active, (tabs) => showAs(tabs, path, "text"));
      }

      this.moveTo(line, column);
      this.focus();
    }
  }

  moveTo(line: number, column = 1): void {
    this.#group(this.#state.active).surface?.moveTo(line, column);
  }

  focus(): void {
    this.#group(this.#state.active).focus();
  }

  /** @param group Where it is closed: the one in front. Elsewhere it may stay open, and then nothing of it is lost. */
  async close(path: string, group = this.#state.active): Promise<boolean> {
    const elsewhere = groups.groupsIn(this.#state.root).some((other) => other.id !== group && other.tabs.paths.includes(path));
    if (!elsewhere && !(await this.#settle(path))) {
      return false;
    }

    this.#closed.add(path);
    const hadFocus = this.host.contains(document.activeElement) && !document.activeElement?.closest(".tab-strip");
    this.#change(group, (tabs) => closeTab(tabs, path));
    if (!groups.pathsIn(this.#state).includes(path)) {
      this.files.forget(path);
    }

    if (hadFocus) {
      this.focus();
    }

    return true;
  }

  /** Those of the group in front that are asked for, until the person backs out of one. */
  async closeMany(which: (path: string, index: number) => boolean): Promise<void> {
    const group = this.#state.active;
    for (const path of this.#tabs.paths.filter(which)) {
      if (!(await this.close(path, group))) {
        return;
      }
    }
  }

  async reopen(): Promise<void> {
    const path = this.#closed.take((each) => groups.pathsIn(this.#state).includes(each));
    if (path !== undefined) {
      await this.open(path);
    }
  }

  /** Goes so many tabs on in the group in front. */
  step(steps: number): void {
    const path = neighbour(this.#tabs, steps);
    if (path !== undefined) {
      this.#activate(this.#state.active, path);
      this.focus();
    }
  }

  split(edge: groups.Edge, group = this.#state.active): void {
    const path = groups.groupOf(this.#state, group)?.tabs.active;
    if (path !== undefined) {
      this.#enter(groups.splitGroup(this.#state, group, edge, path));
      this.focus();
    }
  }

  /** @param place From 0, in reading order. */
  goToGroup(place: number): void {
    const group = groups.groupsIn(this.#state.root)[place];
    if (group) {
      this.#enter(groups.activate(this.#state, group.id));
      this.focus();
    }
  }

  /** Takes the tab in front to the group that is so many steps away; where there is none, to a new one. */
  moveToGroup(steps: number): void {
    const all = groups.groupsIn(this.#state.root);
    const at = all.findIndex((group) => group.id === this.#state.active);
    const [path, target] = [this.active, all[at + steps]];
    if (path !== undefined) {
      this.#drop({ path, group: this.#state.active }, target?.id ?? this.#state.active, target ? target.tabs.paths.length : steps > 0 ? "right" : "left");
    }
  }

  showAs(view: TabView): void {
    if (this.active !== undefined) {
      this.#change(this.#state.active, (tabs) => showAs(tabs, this.active!, view));
      this.focus();
    }
  }

  /** @returns Whether all that was typed up to now is on disk. */
  async save(path: string): Promise<boolean> {
    // It may come with what was never saved.
    await this.files.arrived(path);
    const file = this.files.text(path);
    if (settings.get("formatOnSave") && path === this.active && file?.isDirty && !file.conflict) {
      // Where its language has no formatter, there is no such action.
      await this.editor?.getAction("editor.action.formatDocument")?.run();
    }

    const saved = file === undefined || (await file.save());
    if (!saved && file?.conflict?.kind === "changed") {
      this.#group(this.#state.active).compare(path);
    } else if (!saved && file?.conflict) {
      toast("error", `${shownNameOf(path)} was not saved. Choose above the text what to keep.`);
    }

    return saved;
  }

  async saveAll(): Promise<void> {
    for (const file of this.files.texts.filter((each) => each.isDirty && !each.conflict)) {
      await this.save(file.path);
    }
  }

  /** Open files go along, and so does what is unsaved in them. */
  async renamed(from: string, to: string): Promise<void> {
    const moved = groups.pathsIn(this.#state).filter((path) => renamedPath(path, from, to) !== path);
    await Promise.all(moved.map((path) => this.files.rename(path, renamedPath(path, from, to))));
    this.#enter(groups.renameIn(this.#state, from, to));
    moved.forEach((path) => void this.files.load(renamedPath(path, from, to)));
  }

  /** Their person has deleted them: what nobody has typed in since closes without a question. */
  async deleted(path: string): Promise<void> {
    for (const gone of groups.pathsIn(this.#state).filter((each) => each === path || each.startsWith(`${path}/`))) {
      // It may come with what was never saved.
      await this.files.arrived(gone);
      const file = this.files.text(gone);
      if (file?.isEdited !== true) {
        // Before anything is waited for: whatever came between could keep its text as unsaved.
        const discarded = file?.discard();
        groups.groupsIn(this.#state.root).forEach(({ id }) => this.#change(id, (tabs) => closeTab(tabs, gone)));
        this.files.forget(gone);
        await discarded;
      }
    }
  }

  /** @returns Whether the file may be closed: it is saved, or its person lets go of what is not. */
  async #settle(path: string): Promise<boolean> {
    const file = this.files.text(path);
    if (!file?.isDirty) {
      return true;
    }

    const choice = await ask(`Save ${shownNameOf(path)}?`, "Its changes are lost if you do not save them.", [
      { label: "Do not save", value: "discard", look: "danger" },
      { label: "Save", value: "save", look: "primary" },
    ]);
    if (choice === undefined || (choice === "save" && !(await this.save(path)))) {
      return false;
    }

    await file.discard();
    return true;
  }

  #drop({ path, group }: DraggedTab, target: number, place: DropPlace | number): void {
    const end = groups.groupOf(this.#state, target)?.tabs.paths.length ?? 0;
    const moved =
      typeof place === "number"
        ? groups.moveTab(this.#state, path, group, target, place)
        : place === "middle"
          ? groups.moveTab(this.#state, path, group, target, end)
          : groups.moveToEdge(this.#state, path, group, target, place);
    this.#enter(moved);
    this.focus();
  }

  #activate(group: number, path: string): void {
    this.#enter(groups.activate(groups.changeTabs(this.#state, group, (tabs) => ({ ...tabs, active: path })), group));
  }

  get #tabs(): Tabs {
    return groups.activeGroup(this.#state).tabs;
  }

  #change(group: number, change: (tabs: Tabs) => Tabs): void {
    this.#enter(groups.changeTabs(this.#state, group, change));
  }

  #enter(state: groups.Groups): void {
    this.#state = state;
    this.place.groups = state;
    this.#render();
  }

  #group(id: number): EditorGroup {
    const group = this.#groups.get(id) ?? new EditorGroup(id, this.#home);
    this.#groups.set(id, group);
    return group;
  }

  #render(): void {
    const shown = groups.groupsIn(this.#state.root);
    for (const [id, group] of this.#groups) {
      if (!shown.some((each) => each.id === id)) {
        this.#groups.delete(id);
        group.dispose();
      }
    }

    this.#layout.show(this.#state.root);
    shown.forEach(({ id, tabs }) => this.#group(id).show(tabs, id === this.#state.active));
    this.host.dataset["path"] = this.active ?? "";
    this.host.classList.toggle("divided", shown.length > 1);
    this.#moves.emit();
  }
}
