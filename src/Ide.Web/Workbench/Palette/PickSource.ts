/** One line of the picker. */
export interface Pick {
  readonly id: string;
  readonly label: string;
  /** Characters of the label that answer the query. */
  readonly positions: readonly number[];
  readonly detail?: string;
  readonly keys?: string;
  /** A group's name, shown before its first line. */
  readonly group?: string;
  /** Why it cannot be chosen now. */
  readonly refusal?: string;
}

export interface Picks {
  readonly picks: readonly Pick[];
  /** Said below the list: that there is none, that there are more. */
  readonly note?: string;
}

/** What the picker can pick from. */
export interface PickSource {
  readonly name: string;
  readonly placeholder: string;
  /** Called when the picker opens on it. */
  prepare?(): void;
  /** Shows what answers the query: once, or again as more is known, until the signal. */
  search(query: string, show: (picks: Picks) => void, signal: AbortSignal): Promise<void>;
  choose(id: string, query: string): void;
}

/** Lines that a list shows at most. */
export const mostPicks = 60;
