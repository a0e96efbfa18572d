import type { Terminal } from "@xterm/xterm";
import { copyText } from "../Ui/Clipboard";
import { ask } from "../Ui/ConfirmDialog";
import { toast } from "../Ui/Toasts";
import type { DisposableStore } from "../Workbench/Disposable";
import { previewOf, runsAtOnce, safeToPaste } from "./Pasting";

export interface TerminalClipboard {
  copy(): void;
  paste(): void;
}

/** Ctrl+Shift+C and Ctrl+Shift+V, since Ctrl+C belongs to the program; and whatever else makes a browser paste. */
export function bindClipboard(terminal: Terminal, surface: HTMLElement, canType: boolean, scope: DisposableStore): TerminalClipboard {
  const copy = (): void => {
    if (terminal.hasSelection()) {
      copyText(terminal.getSelection()).catch(() => toast("error", "The browser did not allow copying."));
    }
  };
  const insert = async (text: string): Promise<void> => {
    const safe = safeToPaste(text);
    if (!canType || safe === "") {
      return;
    }

    const runs = runsAtOnce(safe, terminal.modes.bracketedPasteMode);
    const lines = safe.trimEnd().split(/\r\n|\r|\n/).length;
    const question = lines > 1 ? `Paste ${lines} lines? The program takes each of them at once.` : "Paste a whole line? The program takes it at once.";
    if (!runs || (await ask(question, previewOf(safe), [{ label: "Paste", value: true, look: "primary" }]))) {
      terminal.paste(safe);
    }

    terminal.focus();
  };
  const paste = (): void => {
    // A page that came without TLS from another machine has no clipboard to read.
    const read = (navigator.clipboard as Clipboard | undefined)?.readText() ?? Promise.reject(new Error("no clipboard"));
    read.then(insert, () => toast("info", "The browser did not allow reading the clipboard. Paste with Ctrl+Shift+V in the terminal."));
  };

  scope.listen<ClipboardEvent>(
    surface,
    "paste",
    (event) => {
      event.preventDefault();
      event.stopPropagation();
      void insert(event.clipboardData?.getData("text/plain") ?? "");
    },
    { capture: true },
  );
  return { copy, paste };
}
