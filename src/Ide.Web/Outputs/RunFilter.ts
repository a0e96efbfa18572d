import type { RunState } from "../Workbench/JournalEvents";
import type { Run } from "./Run";
import type { Entry } from "./RunModel";

/** Which runs one wants to see; "" means all. */
export interface RunFilter {
  readonly person: string;
  /** Of code its context, of commands their session. */
  readonly place: string;
  readonly state: "" | RunState | "open";
  readonly text: string;
}

export const everything: RunFilter = { person: "", place: "", state: "", text: "" };

export function isFiltering(filter: RunFilter): boolean {
  return Object.values(filter).some((value) => value !== "");
}

/** While one filters, only runs are shown: what is said between them belongs to all. */
export function matches(entry: Entry, filter: RunFilter): boolean {
  if (!isFiltering(filter)) {
    return true;
  }

  return (
    entry.kind === "run" &&
    (filter.person === "" || entry.run.started.actor === filter.person) &&
    (filter.place === "" || placeOf(entry.run) === filter.place) &&
    hasState(entry.run, filter.state) &&
    hasText(entry.run, filter.text)
  );
}

/** Where a run runs, as one chooses it: its context or its session. */
export function placeOf({ started }: Run): string {
  return started.contextId ?? started.sessionId ?? (started.kind === "process" ? "processes" : "");
}

/** What there is to choose from. */
export function choicesOf(entries: readonly Entry[]): { readonly people: readonly string[]; readonly places: readonly string[] } {
  const runs = entries.flatMap((entry) => (entry.kind === "run" ? [entry.run] : []));
  const sorted = (values: readonly string[]): readonly string[] => [...new Set(values)].filter((value) => value !== "").sort();
  return { people: sorted(runs.map((run) => run.started.actor)), places: sorted(runs.map(placeOf)) };
}

function hasState(run: Run, state: RunFilter["state"]): boolean {
  return state === "" || (state === "open" ? run.isOpen : run.state === state);
}

function hasText(run: Run, text: string): boolean {
  const words = text.trim().toLowerCase();
  return words === "" || textsOf(run).some((each) => each.toLowerCase().includes(words));
}

/** What one would look for in a run: its file, its code, what it printed, its results as text, its errors. */
function textsOf(run: Run): readonly string[] {
  const shown = run.items.map((item) => {
    switch (item.kind) {
      case "text":
        return item.screen.text;
      case "result":
        return item.content?.text ?? "";
      case "error":
        return `${item.error.ename} ${item.error.evalue}`;
      case "input":
        return item.prompt;
      case "note":
        return "";
    }
  });
  return [run.started.path ?? "", run.started.source, ...shown];
}
