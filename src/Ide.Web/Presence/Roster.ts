import { shownText } from "../Ui/ShownText";
import type { JournalEvent, Look, Person } from "../Workbench/JournalEvents";

/** Somebody who is here, as the page shows them. */
export interface PersonHere extends Person {
  /** Their name, told apart from another of the same name. */
  readonly label: string;
  readonly isMe: boolean;
  /** What they run now, newest last. */
  readonly running: readonly string[];
}

/** The name, and the role where that is not the same word: the owner is called so until they have another name. */
export function nameAndRole({ label, isMe, role }: Pick<PersonHere, "label" | "isMe" | "role">): string {
  const name = `${label}${isMe ? " (you)" : ""}`;
  return label === role ? name : `${name} · ${role}`;
}

/** Who is here, where they look and what they run: put together from the stream. */
export class Roster {
  readonly #me: string;
  readonly #runs = new Map<string, { readonly actor: string; readonly title: string }>();
  readonly #terminals = new Map<string, string>();
  #people: readonly Person[] = [];

  constructor(me: string, people: readonly Person[] = []) {
    this.#me = me;
    this.#people = people;
  }

  /** @returns Whether something that is shown may be different now. */
  apply(batch: readonly JournalEvent[]): boolean {
    return batch.map((event) => this.#applyOne(event)).some((changed) => changed);
  }

  /** The journal's past was replaced. */
  reset(): void {
    this.#runs.clear();
    this.#terminals.clear();
  }

  get people(): readonly PersonHere[] {
    const seen = new Map<string, number>();
    return this.#people.map((person) => {
      const key = person.name.normalize("NFKC").toLowerCase();
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return {
        ...person,
        label: person.isProgram ? `${person.name} (program)` : count > 1 ? `${person.name} (${count})` : person.name,
        isMe: person.name === this.#me && !person.isProgram,
        running: [...this.#runs.values()].filter(({ actor }) => actor === person.name).map(({ title }) => title),
      };
    });
  }

  /** Where somebody looks, in words; empty when nothing is known. */
  whereabouts(look: Look | undefined): string {
    return shownText(this.#placeOf(look));
  }

  #placeOf(look: Look | undefined): string {
    if (look?.pane === "terminals" && look.terminalId !== undefined) {
      return this.#terminals.get(look.terminalId) ?? "a terminal";
    }

    if (look?.pane === "output") {
      return "the output";
    }

    const file = look?.path?.replace(/^\/workspace\//, "");
    return file === undefined ? "" : look?.line === undefined ? file : `${file}:${look.line}`;
  }

  #applyOne(event: JournalEvent): boolean {
    switch (event.type) {
      case "presence":
        this.#people = event.people;
        return true;
      case "presence_moved": {
        const moved = new Map(event.people.map((person) => [person.id, person]));
        this.#people = this.#people.map((person) => moved.get(person.id) ?? person);
        return true;
      }
      case "run_started":
        this.#runs.set(event.runId, { actor: event.actor, title: titleOf(event) });
        return true;
      case "run_finished":
        return this.#runs.delete(event.runId);
      case "terminal_opened":
      case "terminal_renamed":
        this.#terminals.set(event.terminalId, event.name);
        return true;
      default:
        return false;
    }
  }
}

function titleOf({ path, source }: { readonly path?: string; readonly source: string }): string {
  return shownText(path?.replace(/^\/workspace\//, "") ?? source.trim().split("\n")[0]?.slice(0, 60) ?? "code");
}
