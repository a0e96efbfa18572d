import { textButton } from "../Ui/Elements";
import type { TerminalState } from "./TerminalSocket";

/** Says how a terminal stands when it is not simply there. */
export function showStatus(status: HTMLElement, state: TerminalState, restart: (() => void) | undefined): void {
  status.hidden = state.kind === "open";
  status.dataset["kind"] = state.kind;
  switch (state.kind) {
    case "open":
      break;
    case "connecting":
      status.replaceChildren("Connecting…");
      break;
    case "lost":
      status.replaceChildren("The connection to this terminal was lost. Trying again…");
      break;
    case "exited": {
      const how = state.signal === undefined ? `with code ${state.code}` : `by ${state.signal}`;
      status.replaceChildren(`The program ended ${how}.`, ...(restart ? [textButton("Restart", "button-small", restart)] : []));
      break;
    }
  }
}
