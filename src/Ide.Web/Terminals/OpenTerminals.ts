import type { Disposable } from "../Workbench/Disposable";

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

/** The terminals that are mounted in the page, by id: their commands are registered once, not once for each of them. */
export function openTerminal(id: string | undefined): OpenTerminal | undefined {
  return id === undefined ? undefined : terminals.get(id);
}

export function announceTerminal(id: string, terminal: OpenTerminal): Disposable {
  terminals.set(id, terminal);
  return {
    dispose: () => {
      if (terminals.get(id) === terminal) {
        terminals.delete(id);
      }
    },
  };
}
