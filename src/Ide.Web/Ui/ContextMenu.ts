import { element } from "./Elements";
import { icon } from "./Icons";
import { shownKeys } from "./Keys";

export interface MenuEntry {
  readonly title: string;
  readonly icon?: string;
  /** Shown beside it; the keys work by themselves. */
  readonly keys?: string;
  /** Why it cannot be had now. */
  readonly refusal?: string | undefined;
  readonly danger?: boolean;
  readonly run: () => void;
}

/**
 * A menu at a point of the window, or below a button. It takes the focus and gives it back; Escape, Tab and a click elsewhere
 * close it. Rows of it may be separated by null.
 */
export function openMenu(label: string, entries: readonly (MenuEntry | null)[], at: { readonly x: number; readonly y: number }): void {
  const before = document.activeElement;
  const menu = element("div", "menu-popup", ...entries.map((entry) => (entry ? rowOf(entry, () => menu.hidePopover()) : separator())));
  menu.popover = "auto";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", label);
  menu.addEventListener("keydown", (event) => move(menu, event));
  menu.addEventListener("toggle", (event) => {
    if (event.newState === "closed") {
      const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
      menu.remove();
      if (hadFocus && before instanceof HTMLElement) {
        before.focus();
      }
    }
  });
  document.body.append(menu);
  menu.showPopover();
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(0, Math.min(at.x, innerWidth - width - 4))}px`;
  menu.style.top = `${Math.max(0, Math.min(at.y, innerHeight - height - 4))}px`;
  rowsOf(menu)[0]?.focus();
}

/** Below the element, as the menu of a button. */
export function below(anchor: Element): { readonly x: number; readonly y: number } {
  const { left, bottom } = anchor.getBoundingClientRect();
  return { x: left, y: bottom };
}

function rowOf({ title, icon: name, keys, refusal, danger, run }: MenuEntry, close: () => void): HTMLElement {
  const row = element("button", danger ? "menu-row danger" : "menu-row", name === undefined ? element("span", "icon") : icon(name), element("span", "menu-text", title));
  row.type = "button";
  row.setAttribute("role", "menuitem");
  row.tabIndex = -1;
  row.disabled = refusal !== undefined;
  row.title = refusal ?? "";
  if (keys !== undefined) {
    row.append(element("kbd", "", shownKeys(keys)));
  }

  row.addEventListener("click", () => {
    close();
    run();
  });
  return row;
}

function separator(): HTMLElement {
  const line = element("div", "menu-line");
  line.setAttribute("role", "separator");
  return line;
}

function rowsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(".menu-row:not(:disabled)")];
}

function move(menu: HTMLElement, event: KeyboardEvent): void {
  const rows = rowsOf(menu);
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const targets: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1 + rows.length, Home: 0, End: rows.length - 1 };
  const target = targets[event.key];
  if (target !== undefined) {
    rows[target % rows.length]?.focus();
  } else if (event.key === "Tab") {
    menu.hidePopover();
  } else {
    return;
  }

  event.preventDefault();
  event.stopPropagation();
}
