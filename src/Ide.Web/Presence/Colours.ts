import type { Hues } from "../Workbench/JournalEvents";
import { hueOf } from "./People";

/**
 * Who has which of the colours: the one that their name asks for, but for those to whom the server has given another. So all
 * pages of a sandbox show the same.
 */
export class Colours {
  #given: Hues = {};

  /** @returns Whether somebody's colour may be another now. */
  become(given: Hues): boolean {
    const isNew = JSON.stringify(given) !== JSON.stringify(this.#given);
    this.#given = given;
    return isNew;
  }

  of(name: string): number {
    return (Object.hasOwn(this.#given, name) ? this.#given[name] : undefined) ?? hueOf(name);
  }
}

export const colours = new Colours();
