import { parseShares } from "./TerminalShares";

/** Groups that are no more would pile up: the last few are enough. */
const most = 9;

/** How terminals that stand side by side share the room, kept by the browser for each group of them. */
export class TerminalWidths {
  constructor(
    private readonly storage: Pick<Storage, "getItem" | "setItem">,
    private readonly key: string,
  ) {}

  /** Even ones for a group that nobody has changed. */
  of(group: readonly string[]): readonly number[] {
    return parseShares(this.#all[group.join()], group.length);
  }

  keep(group: readonly string[], shares: readonly number[]): void {
    const others = Object.entries(this.#all).filter(([other]) => other !== group.join());
    try {
      this.storage.setItem(this.key, JSON.stringify(Object.fromEntries([...others.slice(1 - most), [group.join(), shares]])));
    } catch {
      // Forbidden or full: they hold for as long as the page.
    }
  }

  get #all(): Readonly<Record<string, unknown>> {
    try {
      return Object(JSON.parse(this.storage.getItem(this.key) ?? "{}")) as Record<string, unknown>;
    } catch {
      return {};
    }
  }
}
