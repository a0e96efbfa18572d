import { element, iconButton, textButton } from "../Ui/Elements";
import type { TableAnswer, TableFilter } from "./TableWindows";

const conditions: readonly (readonly [string, string])[] = [
  ["contains", "contains"],
  ["equals", "="],
  ["notEquals", "≠"],
  ["less", "<"],
  ["atMost", "≤"],
  ["greater", ">"],
  ["atLeast", "≥"],
  ["missing", "is missing"],
  ["present", "is there"],
];

/** The filters of a table: those that hold, and a line for the next. */
export class TableFilters {
  readonly root = element("form", "sheet-filters");
  readonly #column = element("select", "field");
  readonly #op = element("select", "field");
  readonly #value = element("input", "field");
  readonly #held = element("ul", "sheet-held");
  #filters: readonly TableFilter[] = [];
  #head: TableAnswer | undefined;

  constructor(private readonly apply: (filters: readonly TableFilter[]) => void) {
    this.#column.setAttribute("aria-label", "Column");
    this.#op.setAttribute("aria-label", "Condition");
    this.#value.setAttribute("aria-label", "Value");
    this.#value.placeholder = "Value";
    this.#value.maxLength = 1000;
    this.#op.append(...conditions.map(([value, label]) => new Option(label, value)));
    this.#op.addEventListener("change", () => {
      this.#value.disabled = this.#op.value === "missing" || this.#op.value === "present";
    });
    const add = textButton("Filter", "button-small", () => {});
    add.type = "submit";
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#set([...this.#filters, { column: Number(this.#column.value), op: this.#op.value, value: this.#value.value }]);
      this.#value.value = "";
    });
    this.root.append(this.#column, this.#op, this.#value, add, this.#held);
  }

  /** The columns that can be chosen. */
  show(head: TableAnswer): void {
    if (JSON.stringify(this.#head?.columns) !== JSON.stringify(head.columns) || this.#head?.columnOffset !== head.columnOffset) {
      this.#column.replaceChildren(...head.columns.map((name, at) => new Option(name, String(head.columnOffset + at))));
    }

    this.#head = head;
  }

  #set(filters: readonly TableFilter[]): void {
    this.#filters = filters.slice(-8);
    this.#held.replaceChildren(
      ...this.#filters.map((filter) => {
        const name = this.#head?.columns[filter.column - (this.#head?.columnOffset ?? 0)] ?? `column ${filter.column}`;
        const text = `${name} ${conditions.find(([op]) => op === filter.op)?.[1] ?? filter.op} ${filter.value}`.trim();
        const remove = iconButton("x", `Remove the filter ${text}`, () => {
          this.#set(this.#filters.filter((each) => each !== filter));
          this.#value.focus();
        });
        return element("li", "chip", text, remove);
      }),
    );
    this.apply(this.#filters);
  }
}
