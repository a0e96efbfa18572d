import type { Command, CommandRegistry } from "../Commands";
import { fuzzy, type Match } from "./Fuzzy";
import type { Pick, Picks, PickSource } from "./PickSource";
import type { Recents } from "./Recents";

/** All commands of the page: those used last first, then by their titles; what cannot be done now comes last. */
export class CommandSource implements PickSource {
  readonly name = "Commands";
  readonly placeholder = "Type the name of a command";

  constructor(
    private readonly commands: CommandRegistry,
    private readonly recents: Recents,
    private readonly invoke: (id: string) => void,
  ) {}

  search(query: string, show: (picks: Picks) => void): Promise<void> {
    const found = this.commands.all
      .map((command) => ({ command, match: fuzzy(query, command.title), place: this.recents.place(command.id) ?? Infinity }))
      .filter((each): each is Found => each.match !== undefined)
      .sort(query === "" ? byUse : (one, other) => other.match.score - one.match.score || byUse(one, other));
    const recent = query === "" ? found.filter(({ place }) => place < Infinity).length : 0;
    show({
      picks: found.map(({ command, match }, index) => pickOf(command, match, groupOf(index, recent))),
      ...(found.length === 0 ? { note: "No command has such a name." } : {}),
    });
    return Promise.resolve();
  }

  choose(id: string): void {
    this.recents.add(id);
    this.invoke(id);
  }
}

interface Found {
  readonly command: Command;
  readonly match: Match;
  readonly place: number;
}

function byUse(one: Found, other: Found): number {
  return one.place === other.place
    ? Number(isRefused(one)) - Number(isRefused(other)) || one.command.title.localeCompare(other.command.title)
    : one.place - other.place;
}

function isRefused({ command }: Found): boolean {
  return command.refusal?.() !== undefined;
}

function groupOf(index: number, recent: number): string | undefined {
  return recent === 0 ? undefined : index === 0 ? "Recently used" : index === recent ? "All" : undefined;
}

function pickOf(command: Command, match: Match, group: string | undefined): Pick {
  const refusal = command.refusal?.();
  const keys = command.keys ?? command.ownKeys;
  return {
    id: command.id,
    label: command.title,
    positions: match.positions,
    ...(keys === undefined ? {} : { keys }),
    ...(refusal === undefined ? {} : { refusal, detail: refusal }),
    ...(group === undefined ? {} : { group }),
  };
}
