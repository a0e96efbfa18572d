import type { DisposableStore } from "../Workbench/Disposable";
import { mayStart } from "../Workbench/ConnectionState";
import type { SandboxSession } from "../Workbench/SandboxSession";
import { settings } from "../Workbench/Settings";
import { comingTerminal, type OpenTerminal } from "./OpenTerminals";
import { endedWithSandbox } from "./TerminalStatus";

/** What the commands of terminals do, each with the terminal in front. */
export interface TerminalDeeds {
  active(): string | undefined;
  create(): Promise<void>;
  split(): Promise<void>;
  rename(id: string): Promise<void>;
  kill(id: string): Promise<void>;
  restart(id: string): Promise<unknown>;
  isEnded(id: string): boolean;
  isSplit(): boolean;
  unsplit(id: string): void;
  go(by: 1 | -1): void;
  goTab(by: 1 | -1): void;
}

/** Registers everything that can be done with a terminal, once for all of them. */
export function registerTerminalCommands(session: SandboxSession, scope: DisposableStore, deeds: TerminalDeeds): void {
  const mayType = (): string | undefined => session.changeRefusal();
  const isThere = (): string | undefined => (deeds.active() === undefined ? "There is no terminal" : undefined);
  const mayChange = (): string | undefined => mayType() ?? isThere();
  const whyNotEnded = (): string | undefined =>
    deeds.isEnded(deeds.active() ?? "") ? undefined : mayStart(session.connection.state) ? endedWithSandbox : "Its program runs";
  // Also with one that was asked for a moment ago and is not mounted yet.
  const withTerminal = (act: (terminal: OpenTerminal) => void) => async (id: string): Promise<void> => {
    const terminal = await comingTerminal(id);
    if (terminal) {
      act(terminal);
    }
  };
  const inTerminal = (target: Element): boolean => target.closest(".xterm") !== null;
  const add = (
    id: string,
    title: string,
    run: (active: string) => unknown,
    refusal: () => string | undefined,
    keys?: string,
    owns?: (target: Element) => boolean,
  ): void =>
    void scope.add(
      session.commands.register({
        id,
        title,
        refusal,
        everywhere: true,
        ...(keys === undefined ? {} : { keys }),
        ...(owns === undefined ? {} : { owns }),
        run: async () => void (await run(deeds.active() ?? "")),
      }),
    );

  add("terminal.new", "New terminal", () => deeds.create(), mayType, "Ctrl+Shift+`");
  add("terminal.split", "Split terminal", () => deeds.split(), mayChange, "Ctrl+Shift+5");
  add("terminal.unsplit", "Give the terminal its own room", (id) => deeds.unsplit(id), () => (deeds.isSplit() ? undefined : "No terminal stands beside it"));
  add("terminal.rename", "Rename terminal", (id) => deeds.rename(id), mayChange);
  add("terminal.kill", "End terminal", (id) => deeds.kill(id), mayChange);
  add("terminal.restart", "Restart the ended terminal", (id) => deeds.restart(id), () => mayChange() ?? whyNotEnded());
  add("terminal.find", "Find in terminal", withTerminal((terminal) => terminal.find()), isThere);
  add("terminal.clear", "Clear terminal", withTerminal((terminal) => terminal.clear()), isThere);
  add("terminal.copy", "Copy from terminal", withTerminal((terminal) => terminal.copy()), isThere);
  add("terminal.paste", "Paste into terminal", withTerminal((terminal) => terminal.paste()), mayChange);
  add("terminal.selectAll", "Select all in terminal", withTerminal((terminal) => terminal.selectAll()), isThere);
  add("terminal.next", "Next terminal", () => deeds.goTab(1), isThere, "Ctrl+PageDown", inTerminal);
  add("terminal.previous", "Previous terminal", () => deeds.goTab(-1), isThere, "Ctrl+PageUp", inTerminal);
  add("terminal.right", "Terminal to the right", () => deeds.go(1), isThere, "Alt+ArrowRight", inTerminal);
  add("terminal.left", "Terminal to the left", () => deeds.go(-1), isThere, "Alt+ArrowLeft", inTerminal);
  add("terminal.larger", "Larger text in terminals", () => settings.set("terminalFontSize", settings.get("terminalFontSize") + 1), isThere);
  add("terminal.smaller", "Smaller text in terminals", () => settings.set("terminalFontSize", settings.get("terminalFontSize") - 1), isThere);
  add("terminal.screenReader", "Screen reader mode of terminals on or off", () => settings.set("terminalScreenReader", !settings.get("terminalScreenReader")), () => undefined);
}
