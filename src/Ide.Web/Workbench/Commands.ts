import type { Disposable } from "./Disposable";
import { Emitter } from "./Emitter";

/** Something that a person can ask for, by button or by key. */
export interface Command {
  readonly id: string;
  readonly title: string;
  /** As on the keycaps, for example "Ctrl+Enter". */
  readonly keys?: string;
  /** Keys that do the same and are not shown. */
  readonly otherKeys?: readonly string[];
  /** Keys that whatever has the keyboard answers by itself: shown, and none of the page's. */
  readonly ownKeys?: string;
  /** Its keys work in a terminal, too: the programs there lose them. For what one needs to get out again, not for more. */
  readonly everywhere?: boolean;
  /** Whether its keys mean it where they are pressed; elsewhere they are left alone. Absent: they mean it anywhere. */
  readonly owns?: (target: Element) => boolean;
  /** Why it cannot be had now; undefined when it can. */
  readonly refusal?: () => string | undefined;
  readonly run: () => void | Promise<void>;
}

/** The commands of a page. Features register theirs; buttons, keys and the palette know them by id only. */
export class CommandRegistry {
  readonly #commands = new Map<string, Command>();
  readonly #changes = new Emitter<void>();

  readonly onChange = (listener: () => void): Disposable => this.#changes.on(listener);

  register(command: Command): Disposable {
    this.#commands.set(command.id, command);
    this.changed();
    return {
      dispose: () => {
        if (this.#commands.get(command.id) === command) {
          this.#commands.delete(command.id);
          this.changed();
        }
      },
    };
  }

  get(id: string): Command | undefined {
    return this.#commands.get(id);
  }

  get all(): readonly Command[] {
    return [...this.#commands.values()];
  }

  /** Tells that a refusal may have changed. */
  changed(): void {
    this.#changes.emit();
  }

  /**
   * The command that the pressed keys mean, of those that they reach; undefined when there is none. Features may share keys:
   * who has the keyboard comes before who takes it anywhere.
   */
  forKeys(pressed: KeyPress, reaches: (command: Command) => boolean = () => true): Command | undefined {
    const keys = keysOf(pressed);
    const meant = this.all.filter((command) => (command.keys === keys || command.otherKeys?.includes(keys)) && reaches(command));
    return meant.find((command) => command.owns !== undefined) ?? meant[0];
  }
}

export type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey"> & { readonly code?: string };

/** The pressed keys as a command names them. Command on a Mac counts as Ctrl. */
export function keysOf(press: KeyPress): string {
  const key = keycap(press);
  const held = [
    press.ctrlKey || press.metaKey ? "Ctrl" : "",
    press.shiftKey ? "Shift" : "",
    press.altKey ? "Alt" : "",
  ].filter((name) => name !== "");
  return [...held, key].join("+");
}

/** What is printed on the key: Shift makes a tilde of the backquote and signs of digits, and letters of other scripts stand on the same keys. */
function keycap({ key, code = "" }: KeyPress): string {
  if (code === "Backquote") {
    return "`";
  }

  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) {
    return digit;
  }

  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return letter !== undefined && !/^[ -~]$/.test(key) ? letter : key.length === 1 ? key.toUpperCase() : key;
}
