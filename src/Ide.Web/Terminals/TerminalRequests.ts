import type { Terminal } from "@xterm/xterm";
import { copyText } from "../Ui/Clipboard";
import { element, iconButton, textButton } from "../Ui/Elements";
import { toast } from "../Ui/Toasts";
import type { DisposableStore } from "../Workbench/Disposable";
import { clipboardWrite, previewOf, titleText } from "./Pasting";

/** Milliseconds that a bell is seen. */
const bellLasts = 400;

/**
 * What a program asks of the page beside drawing: its title is shown as text and nowhere but in the tooltip of its tab, its
 * bell is a quiet frame, and what it wants on the clipboard waits for the consent of who types in it.
 */
export function heedRequests(terminal: Terminal, id: string, host: HTMLElement, isMine: () => boolean, scope: DisposableStore): void {
  let bell: ReturnType<typeof setTimeout> | undefined;
  scope.add(
    terminal.onTitleChange((title) => {
      for (const tab of document.querySelectorAll<HTMLElement>(`[data-terminal-tab="${CSS.escape(id)}"]`)) {
        tab.title = titleText(title);
      }
    }),
  );
  scope.add(
    terminal.onBell(() => {
      host.dataset["bell"] = "true";
      clearTimeout(bell);
      bell = setTimeout(() => delete host.dataset["bell"], bellLasts);
    }),
  );
  scope.defer(() => clearTimeout(bell));

  const asked = element("div", "terminal-asks");
  asked.setAttribute("role", "alert");
  asked.hidden = true;
  host.append(asked);
  scope.defer(() => asked.remove());
  scope.add(
    terminal.parser.registerOscHandler(52, (data) => {
      const text = isMine() ? clipboardWrite(data) : undefined;
      if (text !== undefined) {
        const close = (): void => void (asked.hidden = true);
        asked.replaceChildren(
          element("span", "terminal-asks-text", `The program wants to copy: ${previewOf(text)}`),
          textButton("Copy", "button-small", () => {
            close();
            copyText(text).catch(() => toast("error", "The browser did not allow copying."));
            terminal.focus();
          }),
          iconButton("x", "Do not copy", close),
        );
        asked.hidden = false;
      }

      return true;
    }),
  );
}
