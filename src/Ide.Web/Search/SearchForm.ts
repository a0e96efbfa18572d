import { element, iconButton } from "../Ui/Elements";
import { swapIcon } from "../Ui/Icons";
import { Emitter } from "../Workbench/Emitter";
import { globsOf, type SearchQuery } from "./SearchEvents";

/** The fields and switches of a search. */
export class SearchForm {
  readonly root: HTMLElement;
  readonly query = field("Search", "search-query");
  readonly #replacement = field("Replace with", "search-replacement");
  readonly #include = field("Files to include", "search-include", "Files: *.py, src/");
  readonly #exclude = field("Files to exclude", "search-exclude", "But not: *.csv");
  readonly #case = toggle("Aa", "Match case");
  readonly #word = toggle("ab", "Match whole words");
  readonly #regex = toggle(".*", "Use a regular expression");
  readonly #everywhere = toggle("…", "Also in node_modules, .git and the like");
  readonly #expander: HTMLButtonElement;
  readonly #changes = new Emitter<void>();
  readonly #submits = new Emitter<void>();
  readonly #replaceRow: HTMLElement;

  /** Something was typed or switched. */
  readonly onChange = this.#changes.on.bind(this.#changes);
  /** Enter was pressed. */
  readonly onSubmit = this.#submits.on.bind(this.#submits);

  /** @param replaceAll The button at the end of the replacement's row; undefined for who may not replace. */
  constructor(replaceAll: HTMLElement | undefined) {
    this.query.dataset["viewFocus"] = "";
    this.#expander = iconButton("chevron-right", "Replace", () => this.showReplacement(!this.isReplacing));
    this.#expander.setAttribute("aria-expanded", "false");
    this.#expander.dataset["keep"] = "replacing";
    this.#replaceRow = element("div", "search-field", this.#replacement, ...(replaceAll ? [replaceAll] : []));
    this.#replaceRow.hidden = true;
    const fields = element(
      "div",
      "search-fields",
      element("div", "search-field", this.query, this.#case, this.#word, this.#regex),
      this.#replaceRow,
      element("div", "search-field", this.#include, this.#everywhere),
      element("div", "search-field", this.#exclude),
    );
    this.root = element("div", "search-form", ...(replaceAll ? [this.#expander] : []), fields);
    this.root.setAttribute("role", "search");
    this.root.dataset["kept"] = "search";
    this.root.addEventListener("input", () => this.#changes.emit());
    this.root.addEventListener("click", (event) => {
      const button = (event.target as Element).closest("[aria-pressed]");
      if (button) {
        button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
        this.#changes.emit();
      }
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
        this.#submits.emit();
      }
    });
  }

  get isReplacing(): boolean {
    return !this.#replaceRow.hidden;
  }

  showReplacement(shown: boolean): void {
    this.#replaceRow.hidden = !shown;
    this.#expander.setAttribute("aria-expanded", String(shown));
    swapIcon(this.#expander.querySelector("svg")!, shown ? "chevron-down" : "chevron-right");
    this.#changes.emit();
  }

  focus(text?: string): void {
    if (text !== undefined && text !== "") {
      this.query.value = text;
      this.#changes.emit();
    }

    this.query.focus();
    this.query.select();
  }

  get value(): SearchQuery {
    return {
      query: this.query.value,
      regex: isOn(this.#regex),
      caseSensitive: isOn(this.#case),
      wholeWord: isOn(this.#word),
      include: globsOf(this.#include.value),
      exclude: globsOf(this.#exclude.value),
      everywhere: isOn(this.#everywhere),
      ...(this.isReplacing ? { replacement: this.#replacement.value } : {}),
    };
  }
}

/** A button that says what it does when it is pressed, and shows the icon of replacing. */
export function replaceButton(label: string, run: () => void): HTMLButtonElement {
  const button = iconButton("replace", label, run);
  button.tabIndex = -1;
  return button;
}

function field(label: string, name: string, example = label): HTMLInputElement {
  const input = element("input", "field search-input");
  input.type = "text";
  input.placeholder = example;
  input.title = label;
  input.setAttribute("aria-label", label);
  input.spellcheck = false;
  input.autocomplete = "off";
  input.maxLength = 1000;
  input.dataset["testid"] = input.dataset["keep"] = name;
  return input;
}

/** @param glyph Drawn by the stylesheet: it is a picture of what the button does, and no word of its name. */
function toggle(glyph: string, label: string): HTMLButtonElement {
  const button = element("button", "search-toggle");
  button.dataset["glyph"] = glyph;
  button.dataset["keep"] = label;
  button.type = "button";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.setAttribute("aria-pressed", "false");
  return button;
}

function isOn(button: HTMLElement): boolean {
  return button.getAttribute("aria-pressed") === "true";
}
