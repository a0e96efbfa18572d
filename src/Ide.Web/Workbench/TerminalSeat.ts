import type { Disposable } from "./Disposable";
import { Emitter } from "./Emitter";

/** Where the page's terminals say which of them is in front, for panes that do not know them. */
export class TerminalSeat {
  readonly #moves = new Emitter<void>();
  #active: string | undefined;
  #activate: ((id: string) => void) | undefined;

  /** Another terminal is in front. */
  readonly onMove = (listener: () => void): Disposable => this.#moves.on(listener);

  take(activate: (id: string) => void): Disposable {
    this.#activate = activate;
    return { dispose: () => (this.#activate = this.#activate === activate ? undefined : this.#activate) };
  }

  /** The terminal in front, by id. */
  get active(): string | undefined {
    return this.#active;
  }

  moved(active: string | undefined): void {
    if (active !== this.#active) {
      this.#active = active;
      this.#moves.emit();
    }
  }

  /** Brings a terminal to the front; nothing happens when there is no such terminal. */
  activate(id: string): void {
    this.#activate?.(id);
  }
}
