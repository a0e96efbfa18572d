import { element, iconButton, textButton } from "../Ui/Elements";
import { shownNameOf } from "../Ui/FileNames";
import { toast } from "../Ui/Toasts";
import { DisposableStore } from "../Workbench/Disposable";
import { type SandboxApi, sentenceOf } from "../Workbench/SandboxApi";
import { conflictBar } from "./ConflictBar";
import { EditorSurface } from "./EditorSurface";
import { downloadLink, messageView, noFileView } from "./FileView";
import { GroupTabs, type TabActions } from "./GroupTabs";
import type { OpenFile } from "./OpenFile";
import type { Content, OpenFiles } from "./OpenFiles";
import type { Place } from "./Place";
import { PreviewShelf } from "./PreviewShelf";
import { acceptTabs, type DraggedTab, type DropPlace, onTabOver } from "./TabDrag";
import { noTabs, type Tabs, type TabView } from "./Tabs";
import { refusalOf, viewOf, viewsOf } from "./TabViews";

/** What the groups of a page have in common. */
export interface GroupHome {
  readonly files: OpenFiles;
  readonly place: Place;
  readonly api: SandboxApi;
  readonly canEdit: boolean;
  readonly tabs: (group: number) => TabActions;
  readonly showAs: (group: number, path: string, view: TabView) => void;
  readonly drop: (tab: DraggedTab, group: number, place: DropPlace | number) => void;
  readonly split: (group: number) => void;
  readonly focused: (group: number) => void;
  readonly moved: () => void;
  readonly open: (path: string) => void;
}

const viewLooks: Readonly<Record<TabView, readonly [icon: string, title: string]>> = {
  text: ["file-code", "Show the text"],
  both: ["panel-right", "Show text and preview"],
  preview: ["eye", "Show the preview"],
};

/** One editor with its tabs: a strip, what has to be decided about the file in front, and the file itself. */
export class EditorGroup {
  readonly root = element("section", "editor-group");
  readonly #scope = new DisposableStore();
  readonly #strip: GroupTabs;
  readonly #views = element("div", "editor-views");
  readonly #bar = element("div", "editor-bars");
  readonly #body = element("div", "editor-body");
  readonly #still = element("div", "editor-still");
  readonly #shelf: PreviewShelf;
  #surface: EditorSurface | undefined;
  #tabs: Tabs = noTabs;
  /** Files that somebody wants to see beside what is on disk. */
  readonly #comparing = new Set<string>();

  constructor(
    readonly id: number,
    private readonly home: GroupHome,
  ) {
    this.#strip = new GroupTabs(id, home.tabs(id), this.#scope);
    this.#shelf = new PreviewShelf(home, this.#scope);
    const split = iconButton("columns-2", "Split right (Ctrl+\\)", () => home.split(id));
    split.classList.add("editor-split");
    this.#body.append(this.#still, this.#shelf.root);
    this.root.append(element("div", "pane-bar", this.#strip.root, this.#views, split), this.#bar, this.#body);
    this.root.dataset["group"] = String(id);
    acceptTabs(this.#body, (tab, place) => home.drop(tab, id, place), this.#scope);
    onTabOver(this.#strip.root, () => {}, (tab, event) => home.drop(tab, id, this.#strip.placeAt(event.clientX)), this.#scope);
    this.#scope.listen(this.root, "focusin", () => home.focused(id));
    this.#scope.listen(this.root, "pointerdown", () => home.focused(id));
  }

  get surface(): EditorSurface | undefined {
    return this.#surface;
  }

  show(tabs: Tabs, isActive: boolean): void {
    this.#tabs = tabs;
    this.root.classList.toggle("active", isActive);
    this.root.setAttribute("aria-label", tabs.active === undefined ? "Editor" : `Editor: ${shownNameOf(tabs.active)}`);
    this.#strip.show(tabs.paths.map((path) => ({ path, active: path === tabs.active, ...this.#lookOf(path) })));
    this.#shelf.keep(tabs.paths);
    this.#render();
  }

  /** The keyboard goes to the text, or to what stands in its place. */
  focus(): void {
    const view = this.#view;
    if (view === "text" || view === "both") {
      this.#surface?.focus();
    } else if (view !== "preview" || !this.#shelf.focus()) {
      (this.#still.querySelector<HTMLElement>("button, a") ?? this.root.querySelector<HTMLElement>(".tab.active"))?.focus();
    }
  }

  /** A save found something else on disk: both are shown. */
  compare(path: string): void {
    this.#comparing.add(path);
    this.#render();
    this.focus();
  }

  dispose(): void {
    this.#scope.dispose();
    this.root.remove();
  }

  get #view(): TabView | undefined {
    const { active, views } = this.#tabs;
    return active === undefined ? undefined : viewOf(active, this.home.files.get(active), views?.[active]);
  }

  #lookOf(path: string): { readonly dirty: boolean; readonly state: "there" | "conflict" | "deleted" } {
    const content = this.home.files.get(path);
    const conflict = content.kind === "text" ? content.file.conflict : undefined;
    const gone = content.kind === "missing" || conflict?.kind === "deleted";
    return { dirty: content.kind === "text" && content.file.isDirty, state: gone ? "deleted" : conflict ? "conflict" : "there" };
  }

  #render(): void {
    const path = this.#tabs.active;
    const content = path === undefined ? undefined : this.home.files.get(path);
    const view = this.#view;
    this.#body.dataset["view"] = view ?? "none";
    this.#renderText(path, content, view);
    this.#shelf.show(view === "preview" || view === "both" ? path : undefined);
    this.#still.hidden = view !== undefined;
    if (view === undefined) {
      this.#renderStill(path, content);
    }

    this.#renderViews(path, content, view);
    const bar = content?.kind === "text" ? this.#conflictOf(content.file) : undefined;
    this.#bar.replaceChildren(...(bar ? [bar] : []));
  }

  #renderText(path: string | undefined, content: Content | undefined, view: TabView | undefined): void {
    if (path === undefined || content?.kind !== "text" || view === "preview") {
      this.#surface?.hide();
      return;
    }

    this.#surface ??= this.#makeSurface();
    this.#surface.show(path, content.model);
    const conflict = content.file.conflict;
    if (conflict?.kind !== "changed") {
      this.#comparing.delete(path);
    }

    this.#surface.compare(conflict?.kind === "changed" && this.#comparing.has(path) ? conflict.text : undefined);
  }

  #makeSurface(): EditorSurface {
    const surface = new EditorSurface(this.id, this.home.place, !this.home.canEdit, this.#scope);
    this.#scope.add(surface.onMove(() => this.home.moved()));
    this.#body.prepend(surface.root);
    return surface;
  }

  #renderStill(path: string | undefined, content: Content | undefined): void {
    const { files, api, canEdit } = this.home;
    if (path === undefined || content === undefined) {
      this.#still.replaceChildren(noFileView(canEdit));
      return;
    }

    const reason = refusalOf(path, content);
    const actions = content.kind === "refused" ? [downloadLink(path, api)] : [textButton("Try again", "", () => void files.retry(path))];
    const title = content.kind === "failed" ? `${shownNameOf(path)} could not be opened` : `${shownNameOf(path)} is not shown`;
    this.#still.replaceChildren(reason === undefined ? element("div", "skeleton editor-skeleton") : messageView(title, reason, ...actions));
  }

  #renderViews(path: string | undefined, content: Content | undefined, view: TabView | undefined): void {
    const views = path === undefined || !content ? [] : viewsOf(path, content);
    const shown = views.length > 1 ? views : [];
    if (this.#views.childElementCount !== shown.length || this.#views.dataset["path"] !== path) {
      this.#views.dataset["path"] = path ?? "";
      this.#views.replaceChildren(
        ...shown.map((each) => {
          const button = iconButton(...viewLooks[each], () => this.home.showAs(this.id, this.#tabs.active ?? "", each));
          button.dataset["view"] = each;
          return button;
        }),
      );
    }

    for (const button of this.#views.children) {
      button.setAttribute("aria-pressed", String((button as HTMLElement).dataset["view"] === view));
    }
  }

  #conflictOf(file: OpenFile): HTMLElement | undefined {
    const run = (action: Promise<unknown>): void =>
      void action.catch((error: unknown) => toast("error", `${shownNameOf(file.path)} was not saved. ${sentenceOf(error)}`));
    return conflictBar(file, this.#surface?.comparing ?? false, {
      overwrite: () => {
        run(file.overwrite());
        this.focus();
      },
      reload: () => {
        file.reload();
        this.focus();
      },
      close: () => this.home.tabs(this.id).close(file.path),
      compare: () => {
        this.#comparing.delete(file.path) || this.#comparing.add(file.path);
        this.#render();
        this.focus();
      },
    });
  }
}
