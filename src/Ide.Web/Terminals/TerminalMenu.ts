import { element } from "../Ui/Elements";
import { icon } from "../Ui/Icons";
import { invoke } from "../Workbench/CommandButtons";
import type { DisposableStore } from "../Workbench/Disposable";
import type { SandboxSession } from "../Workbench/SandboxSession";

const entries = [
  ["terminal.copy", "Copy", "copy"],
  ["terminal.paste", "Paste", "file-plus"],
  ["terminal.selectAll", "Select all", "list"],
  ["terminal.find", "Find", "search"],
  ["terminal.clear", "Clear", "square"],
  ["terminal.split", "Split", "columns-2"],
  ["terminal.rename", "Rename", "pencil"],
  ["terminal.kill", "End", "trash-2"],
] as const;

/** The menu of a terminal, by right click or the menu key. A program that heeds the mouse gets the click; with Shift it does not. */
export function bindMenu(host: HTMLElement, session: SandboxSession, scope: DisposableStore): void {
  scope.listen<MouseEvent>(host, "contextmenu", (event) => {
    const xterm = (event.target as Element).closest(".xterm");
    if (!xterm) {
      return;
    }

    event.preventDefault();
    if (event.shiftKey || !xterm.classList.contains("enable-mouse-events")) {
      open(session, event.clientX, event.clientY);
    }
  });
}

function open(session: SandboxSession, x: number, y: number): void {
  const before = document.activeElement as HTMLElement | null;
  const menu = element("div", "terminal-menu");
  const close = (): void => {
    menu.hidePopover();
    menu.remove();
  };
  const items = entries.map(([id, title, picture]) => {
    const refusal = session.commands.get(id)?.refusal?.();
    const item = element("button", "terminal-menu-item", icon(picture), title);
    item.type = "button";
    item.setAttribute("role", "menuitem");
    item.tabIndex = -1;
    item.disabled = refusal !== undefined;
    item.title = refusal ?? "";
    item.addEventListener("click", () => {
      close();
      before?.focus();
      invoke(session.commands, id);
    });
    return item;
  });
  menu.append(...items);
  menu.popover = "auto";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", "Terminal");
  menu.addEventListener("keydown", (event) => {
    const able = items.filter((item) => !item.disabled);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      able[(able.indexOf(document.activeElement as HTMLButtonElement) + by + able.length) % able.length]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
      before?.focus();
    }
  });
  menu.addEventListener("toggle", (event) => (event as ToggleEvent).newState === "closed" && menu.remove());
  document.body.append(menu);
  menu.showPopover();
  menu.style.left = `${Math.max(0, Math.min(x, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(0, Math.min(y, innerHeight - menu.offsetHeight - 8))}px`;
  items.find((item) => !item.disabled)?.focus();
}
