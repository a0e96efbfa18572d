import { textButton } from "../Ui/Elements";
import { type ConnectionState, mayStart } from "../Workbench/ConnectionState";
import type { TerminalState } from "./TerminalSocket";

/** Nothing brings it back, so that typing in it starts nothing either: what was typed would be lost. */
export const endedWithSandbox = "This terminal ended with the sandbox.";

/** How a terminal stands when it is not simply there; undefined: it is, or the page says already that nothing comes back by itself. */
export function statusOf(terminal: TerminalState, sandbox: ConnectionState): string | undefined {
  switch (terminal.kind) {
    case "open":
      return undefined;
    case "exited":
      return `The program ended ${terminal.signal === undefined ? `with code ${terminal.code}` : `by ${terminal.signal}`}.`;
    case "connecting":
    case "lost":
      if (mayStart(sandbox)) {
        return endedWithSandbox;
      }

      return sandbox.kind === "refused"
        ? undefined
        : terminal.kind === "connecting"
          ? "Connecting…"
          : "The connection to this terminal was lost. Trying again…";
  }
}

/** Says it once, however often it is found anew: each attempt to connect does. */
export function showStatus(status: HTMLElement, sentence: string | undefined, restart: (() => void) | undefined): void {
  status.hidden = sentence === undefined;
  if (sentence !== undefined && status.firstChild?.textContent !== sentence) {
    status.replaceChildren(sentence, ...(restart ? [textButton("Restart", "button-small", restart)] : []));
  }
}
