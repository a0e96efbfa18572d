import { element, iconButton } from "../Ui/Elements";
import { stateNames } from "./RunHeader";
import { choicesOf, everything, isFiltering, type RunFilter } from "./RunFilter";
import type { Entry } from "./RunModel";

const states: readonly (readonly [RunFilter["state"], string])[] = [
  ["", "Any state"],
  ["open", "Not ended"],
  ["succeeded", stateNames.succeeded],
  ["failed", stateNames.failed],
  ["cancelled", stateNames.cancelled],
  ["timed_out", stateNames.timed_out],
];

/** Chooses which runs are shown: by words, by person, by where they ran, by how they stand. */
export class FilterBar {
  readonly root = element("div", "filter-bar");
  readonly #text = element("input", "field filter-text");
  readonly #person = select("Person");
  readonly #place = select("Context or session");
  readonly #state = select("State");
  #choices = "";

  /** @param placeName What people call a context or session. */
  constructor(
    private readonly changed: (filter: RunFilter) => void,
    private readonly placeName: (place: string) => string,
  ) {
    this.root.hidden = true;
    this.root.setAttribute("role", "search");
    this.root.setAttribute("aria-label", "Filter the output");
    this.#text.type = "search";
    this.#text.placeholder = "Filter by text";
    this.#text.setAttribute("aria-label", "Filter by text");
    this.#state.append(...states.map(([value, name]) => new Option(name, value)));
    for (const field of [this.#text, this.#person, this.#place, this.#state]) {
      field.addEventListener("input", () => this.changed(this.filter));
    }

    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    this.root.append(this.#text, this.#person, this.#place, this.#state, iconButton("x", "Remove the filter", () => this.close()));
  }

  get filter(): RunFilter {
    return {
      text: this.#text.value,
      person: this.#person.value,
      place: this.#place.value,
      state: this.#state.value as RunFilter["state"],
    };
  }

  open(): void {
    this.root.hidden = false;
    this.#text.focus();
  }

  close(): void {
    const had = isFiltering(this.filter);
    const hadFocus = this.root.contains(document.activeElement);
    [this.#text, this.#person, this.#place, this.#state].forEach((field) => (field.value = ""));
    this.root.hidden = true;
    if (had) {
      this.changed(everything);
    }

    if (hadFocus) {
      this.root.parentElement?.querySelector<HTMLElement>(".stream")?.focus();
    }
  }

  /** Offers the people and places that there are. */
  offer(entries: readonly Entry[]): void {
    const { people, places } = choicesOf(entries);
    const choices = JSON.stringify([people, places.map((place) => [place, this.placeName(place)])]);
    if (!this.root.hidden && choices !== this.#choices) {
      this.#choices = choices;
      fill(this.#person, "Everybody", people, (person) => person);
      fill(this.#place, "Everywhere", places, this.placeName);
    }
  }
}

function select(label: string): HTMLSelectElement {
  const field = element("select", "field filter-select");
  field.setAttribute("aria-label", label);
  return field;
}

/** What is chosen stays chosen, also while it is not among what there is. */
function fill(field: HTMLSelectElement, all: string, values: readonly string[], nameOf: (value: string) => string): void {
  const chosen = field.value;
  const shown = chosen === "" || values.includes(chosen) ? values : [...values, chosen];
  field.replaceChildren(new Option(all, ""), ...shown.map((value) => new Option(nameOf(value), value)));
  field.value = chosen;
}
