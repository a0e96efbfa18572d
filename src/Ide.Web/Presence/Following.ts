import type { Disposable } from "../Workbench/Disposable";
import { Emitter } from "../Workbench/Emitter";
import type { Look } from "../Workbench/JournalEvents";
import type { PersonHere } from "./Roster";

/** Whom this page follows, and where they have gone. Ends when they leave, and when its own person does something. */
export class Following {
  readonly #changes = new Emitter<PersonHere | undefined>();
  readonly #moves = new Emitter<Look>();
  #who: PersonHere | undefined;
  #last = "";

  /** Somebody else is followed, or nobody any more. */
  readonly onChange = (listener: (who: PersonHere | undefined) => void): Disposable => this.#changes.on(listener);
  /** Who is followed looks elsewhere: so is this page to. */
  readonly onMove = (listener: (look: Look) => void): Disposable => this.#moves.on(listener);

  get who(): PersonHere | undefined {
    return this.#who;
  }

  follow(person: PersonHere): void {
    this.#who = person;
    this.#last = "";
    this.#changes.emit(person);
    this.#go(person);
  }

  stop(): void {
    if (this.#who) {
      this.#who = undefined;
      this.#changes.emit(undefined);
    }
  }

  /** Who is here has changed. */
  update(people: readonly PersonHere[]): void {
    if (!this.#who) {
      return;
    }

    const present = people.find(({ id }) => id === this.#who?.id);
    if (present) {
      this.#who = present;
      this.#go(present);
    } else {
      this.stop();
    }
  }

  #go({ look }: PersonHere): void {
    const place = JSON.stringify(look ?? null);
    if (look && place !== this.#last) {
      this.#last = place;
      this.#moves.emit(look);
    }
  }
}
