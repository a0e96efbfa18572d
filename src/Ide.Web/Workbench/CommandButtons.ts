import type { Command, CommandRegistry } from "./Commands";
import type { DisposableStore } from "./Disposable";
import { sentenceOf } from "./SandboxApi";
import { shownKeys } from "../Ui/Keys";
import { toast } from "../Ui/Toasts";

/**
 * Joins the page's `data-command` buttons and its keys to the commands. Works without the circuit: a click never leaves
 * the browser.
 */
export function bindCommands(root: HTMLElement, commands: CommandRegistry, scope: DisposableStore): void {
  const sync = (): void => {
    for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-command]")) {
      show(button, commands);
    }
  };

  scope.add(commands.onChange(sync));
  scope.listen<MouseEvent>(root, "click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("button[data-command]");
    const id = button?.dataset["command"];
    if (id !== undefined) {
      invoke(commands, id);
    }
  });
  scope.listen<KeyboardEvent>(
    document,
    "keydown",
    (event) => {
      const command = commands.forKeys(event, (each) => reaches(each, event.target));
      if (command) {
        event.preventDefault();
        event.stopPropagation();
        invoke(commands, command.id);
      }
    },
    { capture: true },
  );
  sync();
}

/** A command that is refused says why, by the keyboard as by the pointer. */
export function invoke(commands: CommandRegistry, id: string): void {
  const command = commands.get(id);
  const refusal = command?.refusal?.();
  if (refusal !== undefined) {
    toast("info", refusal);
  } else {
    void (async () => command?.run())().catch((error: unknown) => toast("error", sentenceOf(error)));
  }
}

/** Programs in a terminal have a use for nearly every key, and an open dialog for all of them. */
function reaches(command: Command, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) {
    return command.owns === undefined;
  }

  return target.closest(command.everywhere ? "dialog" : ".xterm, dialog") === null && command.owns?.(target) !== false;
}

function show(button: HTMLButtonElement, commands: CommandRegistry): void {
  const command = commands.get(button.dataset["command"] ?? "");
  const refusal = command ? command.refusal?.() : "Starting…";
  const name = command ? (command.keys ? `${command.title} (${shownKeys(command.keys)})` : command.title) : "";
  button.disabled = refusal !== undefined;
  button.title = refusal === undefined ? name : [name, refusal].filter((part) => part !== "").join(". ");
}
