import { element } from "../Ui/Elements";
import { fileIcon } from "../Ui/FileLook";
import { folderOf, nameOf, shownNameOf } from "../Ui/FileNames";
import { keepFrontTab } from "../Ui/FrontTab";
import { icon } from "../Ui/Icons";
import { shownText } from "../Ui/ShownText";
import type { DisposableStore } from "../Workbench/Disposable";
import { dragTab } from "./TabDrag";

/** A tab as its strip shows it. */
export interface TabLook {
  readonly path: string;
  readonly active: boolean;
  readonly dirty: boolean;
  readonly state: "there" | "conflict" | "deleted";
}

export interface TabActions {
  activate(path: string): void;
  close(path: string): void;
  menu(path: string, at: { readonly x: number; readonly y: number }): void;
}

const middleButton = 1;

/** The tabs of one group. Arrows, Home and End go through them, Delete and the wheel's button close, the menu key opens a menu. */
export class GroupTabs {
  readonly root = element("div", "tab-strip editor-tabs");
  readonly #tabs = new Map<string, HTMLElement>();
  #looks: readonly TabLook[] = [];

  constructor(
    private readonly group: number,
    private readonly actions: TabActions,
    scope: DisposableStore,
  ) {
    this.root.setAttribute("role", "tablist");
    this.root.setAttribute("aria-label", "Open files");
    scope.listen<KeyboardEvent>(this.root, "keydown", (event) => this.#press(event));
    scope.listen<MouseEvent>(this.root, "click", (event) => this.#on(event, (path) => actions.activate(path)));
    scope.listen<MouseEvent>(this.root, "auxclick", (event) => event.button === middleButton && this.#on(event, (path) => actions.close(path)));
    // Else the wheel's button begins to scroll.
    scope.listen<MouseEvent>(this.root, "mousedown", (event) => event.button === middleButton && event.preventDefault());
    scope.listen<MouseEvent>(this.root, "contextmenu", (event) => {
      event.preventDefault();
      this.#on(event, (path) => actions.menu(path, { x: event.clientX, y: event.clientY }));
    });
    keepFrontTab(this.root, scope);
  }

  show(looks: readonly TabLook[]): void {
    this.#looks = looks;
    for (const [path, tab] of this.#tabs) {
      if (!looks.some((look) => look.path === path)) {
        this.#drop(path, tab);
      }
    }

    looks.forEach((look, index) => {
      const tab = this.#tabs.get(look.path) ?? this.#make(look.path);
      paint(tab, look, hintOf(look.path, looks));
      if (this.root.children[index] !== tab) {
        this.root.insertBefore(tab, this.root.children[index] ?? null);
      }
    });
  }

  /** Where in the strip a tab would land that is let go at a place of the window. */
  placeAt(x: number): number {
    const before = [...this.root.children].filter((tab) => {
      const { left, width } = tab.getBoundingClientRect();
      return x > left + width / 2;
    });
    return before.length;
  }

  #make(path: string): HTMLElement {
    const close = element("span", "tab-close", element("span", "tab-dot"), icon("x"));
    close.title = `Close ${shownNameOf(path)} (Alt+W)`;
    const tab = element("div", "tab", fileIcon(path), element("span", "tab-name", shownNameOf(path)), element("span", "tab-hint"), close);
    tab.setAttribute("role", "tab");
    tab.dataset["path"] = path;
    dragTab(tab, { path, group: this.group });
    this.#tabs.set(path, tab);
    return tab;
  }

  /** The keyboard stays in the strip when the tab that it is on goes. */
  #drop(path: string, tab: HTMLElement): void {
    const hadFocus = tab === document.activeElement;
    tab.remove();
    this.#tabs.delete(path);
    if (hadFocus) {
      queueMicrotask(() => this.#tabs.get(this.#looks.find((look) => look.active)?.path ?? "")?.focus());
    }
  }

  #on(event: Event, action: (path: string) => void): void {
    const target = event.target as Element;
    const path = target.closest<HTMLElement>(".tab")?.dataset["path"];
    if (path !== undefined) {
      target.closest(".tab-close") && event.type === "click" ? this.actions.close(path) : action(path);
    }
  }

  #press(event: KeyboardEvent): void {
    const paths = this.#looks.map((look) => look.path);
    const tab = event.target as HTMLElement;
    const at = paths.indexOf(tab.dataset["path"] ?? "");
    const path = paths[at];
    const steps: Readonly<Record<string, number>> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: paths.length - 1 };
    const target = paths[steps[event.key] ?? -1];
    if (path === undefined || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }

    if (target !== undefined) {
      this.actions.activate(target);
      this.#tabs.get(target)?.focus();
    } else if (event.key === "Delete") {
      this.actions.close(path);
    } else if (event.key === "Enter" || event.key === " ") {
      this.actions.activate(path);
    } else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      const { left, bottom } = tab.getBoundingClientRect();
      this.actions.menu(path, { x: left, y: bottom });
    } else {
      return;
    }

    event.preventDefault();
  }
}

function paint(tab: HTMLElement, { path, active, dirty, state }: TabLook, hint: string): void {
  tab.className = ["tab", active ? "active" : "", dirty ? "dirty" : "", state === "there" ? "" : state].filter((name) => name !== "").join(" ");
  tab.setAttribute("aria-selected", String(active));
  tab.tabIndex = active ? 0 : -1;
  const what = state === "deleted" ? ", deleted" : state === "conflict" ? ", changed on disk" : "";
  tab.title = `${shownText(path)}${what}${dirty ? ", unsaved" : ""}`;
  tab.setAttribute("aria-label", `${shownNameOf(path)}${hint === "" ? "" : `, ${hint}`}${what}${dirty ? ", unsaved" : ""}`);
  tab.querySelector(".tab-hint")!.textContent = hint;
}

/** Files of the same name are told apart by their folders. */
function hintOf(path: string, looks: readonly TabLook[]): string {
  const same = looks.some((other) => other.path !== path && nameOf(other.path) === nameOf(path));
  return same ? shownNameOf(folderOf(path)) || "/" : "";
}
