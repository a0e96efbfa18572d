import type { Disposable } from "../Workbench/Disposable";
import { Emitter } from "../Workbench/Emitter";
import { systemTimer, type Timer } from "../Workbench/Timer";

/** Milliseconds after which a terminal that has a tab is not waited for any longer. */
const patience = 10_000;

/** What commands do with a terminal that the page shows. */
export interface OpenTerminal {
  focus(): void;
  /** As if its person had typed it. */
  type(text: string): void;
  copy(): void;
  paste(): void;
  selectAll(): void;
  find(): void;
  clear(): void;
}

const terminals = new Map<string, OpenTerminal>();
const announced = new Emitter<string>();

/** The terminals that are mounted in the page, by id: their commands are registered once, not once for each of them. */
export function openTerminal(id: string | undefined): OpenTerminal | undefined {
  return id === undefined ? undefined : terminals.get(id);
}

/** The terminal once it is mounted, which is a moment after it has a tab; undefined for one that does not come. */
export function comingTerminal(id: string, timer: Timer = systemTimer): Promise<OpenTerminal | undefined> {
  const there = terminals.get(id);
  if (there) {
    return Promise.resolve(there);
  }

  return new Promise((resolve) => {
    const answer = (): void => {
      listening.dispose();
      cancel();
      resolve(terminals.get(id));
    };
    const listening = announced.on((come) => come === id && answer());
    const cancel = timer.after(patience, answer);
  });
}

export function announceTerminal(id: string, terminal: OpenTerminal): Disposable {
  terminals.set(id, terminal);
  announced.emit(id);
  return {
    dispose: () => {
      if (terminals.get(id) === terminal) {
        terminals.delete(id);
      }
    },
  };
}
