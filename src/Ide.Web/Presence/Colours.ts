import { hueOf, hues } from "./People";

/**
 * Who has which of the colours on this page: the one that their name asks for, unless somebody else has it while others are
 * free. Who has one keeps it; only of two who are here at once with the same, the later gets another.
 */
export class Colours {
  readonly #given = new Map<string, number>();
  #here: readonly string[] = [];

  /** These people are here now: they come before those whose names only stand in the past. */
  meet(names: readonly string[]): void {
    this.#here = names;
    names.forEach((name, index) => {
      const others = new Set(names.slice(0, index).filter((other) => other !== name).map((other) => this.of(other)));
      if (others.has(this.of(name)) && others.size < hues) {
        this.#given.set(name, firstFree(name, others));
      }
    });
  }

  of(name: string): number {
    const given = this.#given.get(name) ?? this.#choose(name);
    this.#given.set(name, given);
    return given;
  }

  #choose(name: string): number {
    const all = new Set(this.#given.values());
    return firstFree(name, all.size < hues ? all : new Set(this.#here.map((other) => this.#given.get(other) ?? -1)));
  }
}

export const colours = new Colours();

function firstFree(name: string, taken: ReadonlySet<number>): number {
  const wanted = hueOf(name);
  const after = Array.from({ length: hues }, (_, step) => (wanted + step) % hues);
  return after.find((hue) => !taken.has(hue)) ?? wanted;
}
