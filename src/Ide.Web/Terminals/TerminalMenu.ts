import { type MenuEntry, openMenu } from "../Ui/ContextMenu";
import { invoke } from "../Workbench/CommandButtons";
import type { DisposableStore } from "../Workbench/Disposable";
import type { SandboxSession } from "../Workbench/SandboxSession";

const entries = [
  ["terminal.copy", "Copy", "copy"],
  ["terminal.paste", "Paste", "file-plus"],
  ["terminal.selectAll", "Select all", "list"],
  null,
  ["terminal.find", "Find", "search"],
  ["terminal.clear", "Clear", "square"],
  null,
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
      openMenu("Terminal", entries.map((entry) => entry && rowOf(session, entry[0], entry[1], entry[2])), { x: event.clientX, y: event.clientY });
    }
  });
}

function rowOf({ commands }: SandboxSession, id: string, title: string, icon: string): MenuEntry {
  const command = commands.get(id);
  return {
    title,
    icon,
    refusal: command?.refusal?.(),
    danger: id === "terminal.kill",
    ...(command?.keys === undefined ? {} : { keys: command.keys }),
    run: () => invoke(commands, id),
  };
}
