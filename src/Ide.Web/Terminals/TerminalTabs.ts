/** A terminal as its tab shows it. */
export interface TerminalTab {
  readonly id: string;
  readonly name: string;
  /** Its program has ended; its last words are there to be read until somebody closes it. */
  readonly exited: boolean;
}

/** A terminal as the sandbox lists it. */
export interface ListedTerminal {
  readonly id: string;
  readonly name?: string | null;
  readonly running?: boolean;
}

/** The tabs for what the sandbox lists: those that are there keep their places, new ones come to the end. */
export function tabsOf(
  tabs: readonly TerminalTab[],
  listed: readonly ListedTerminal[],
  closed: ReadonlySet<string>,
): readonly TerminalTab[] {
  const order = new Map(tabs.map((tab, index) => [tab.id, index]));
  const place = (id: string): number => order.get(id) ?? tabs.length;
  return listed
    .filter((terminal) => !closed.has(terminal.id))
    .map((terminal) => ({ id: terminal.id, name: terminal.name ?? "Terminal", exited: terminal.running === false }))
    .toSorted((one, other) => place(one.id) - place(other.id));
}

/** The tab that is shown: the one that was, or its nearest neighbour. */
export function activeTab(
  tabs: readonly TerminalTab[],
  wanted: string | undefined,
  before: readonly TerminalTab[],
): string | undefined {
  if (tabs.some((tab) => tab.id === wanted)) {
    return wanted;
  }

  const at = Math.max(
    0,
    before.findIndex((tab) => tab.id === wanted),
  );
  return (tabs[at] ?? tabs.at(-1))?.id;
}
