import { element, iconButton, textButton } from "../Ui/Elements";
import { KeyedList, type KeyedView } from "../Ui/KeyedList";
import type { DisposableStore } from "../Workbench/Disposable";
import { sentenceOf } from "../Workbench/SandboxApi";
import type { SandboxSession } from "../Workbench/SandboxSession";
import { type ContextInfo, contextName } from "./ContextList";
import { showTable } from "./TableDialog";
import { bytesOf, isDefinition, nextOrder, rowsOf, shapeOf, type Variable, type VariableColumn, type VariableOrder } from "./VariableRows";

/** Milliseconds after a run's end before the variables are asked for: the next one may begin at once. */
const quiet = 150;

const titles: Readonly<Record<VariableColumn, string>> = { name: "Name", type: "Type", size: "Size" };

/** The variables of one context: asked for when one comes to it and after its runs, never while it is busy. */
export class VariablesView {
  readonly root = element("section", "variables");
  readonly #title = element("h3", "contexts-title", "Variables");
  readonly #note = element("p", "variables-note");
  readonly #filter = element("input", "field variables-filter");
  readonly #table = element("table", "variables-table");
  readonly #rows: KeyedList<Variable>;
  readonly #heads: readonly (readonly [VariableColumn, HTMLTableCellElement])[];
  /** Functions, classes and modules stay away until they are asked for, or a filter finds them. */
  readonly #others = textButton("", "button-small variables-others", () => {
    this.#showsOthers = !this.#showsOthers;
    this.#draw();
  });
  #showsOthers = false;
  #order: VariableOrder = { column: "name", descending: false };
  #variables: readonly Variable[] = [];
  #context: ContextInfo | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #isStale = false;
  /** Counts what made them stale, so that an answer from before the last of it does not make them fresh. */
  #changes = 0;

  constructor(
    private readonly session: SandboxSession,
    scope: DisposableStore,
  ) {
    const body = element("tbody");
    this.#heads = (["name", "type", "size"] as const).map((column) => [column, this.#head(column)] as const);
    this.#table.append(element("thead", "", element("tr", "", ...this.#heads.map(([, cell]) => cell))), body);
    this.#rows = new KeyedList<Variable>(body, ({ name }) => name, () => this.#row());
    this.#filter.type = "search";
    this.#filter.placeholder = "Filter";
    this.#filter.setAttribute("aria-label", "Filter the variables");
    this.#filter.dataset["testid"] = "variables-filter";
    this.#filter.addEventListener("input", () => this.#draw());
    this.root.setAttribute("aria-label", "Variables");
    this.root.dataset["testid"] = "variables";
    this.root.append(element("div", "contexts-head", this.#title, this.#filter), this.#note, this.#table, this.#others);
    scope.defer(() => clearTimeout(this.#waiting));
    this.#draw();
  }

  /** Shows the variables of a context; of the same one again, anew when its runs are over. */
  show(context: ContextInfo | undefined, hasChanged: boolean): void {
    const isOther = context?.id !== this.#context?.id;
    this.#context = context;
    if (hasChanged || isOther) {
      this.#isStale = true;
      this.#changes++;
    }

    if (isOther) {
      this.#variables = [];
    }

    clearTimeout(this.#waiting);
    if (context && context.state !== "dead" && this.#isStale && !this.#isBusy) {
      this.#waiting = setTimeout(() => void this.#ask(context.id), quiet);
    } else if (context?.state === "dead") {
      this.#variables = [];
    }

    this.#draw();
  }

  get #isBusy(): boolean {
    return this.#context !== undefined && this.session.runs.in(this.#context.id).length > 0;
  }

  async #ask(id: string): Promise<void> {
    const changes = this.#changes;
    try {
      const { variables } = await this.session.api.json<{ variables: readonly Variable[] }>("GET", `/api/contexts/${id}/variables`);
      if (this.#context?.id === id) {
        [this.#variables, this.#isStale] = [variables, changes !== this.#changes];
        this.#draw();
      }
    } catch (error) {
      if (this.#context?.id === id) {
        this.#draw(sentenceOf(error));
      }
    }
  }

  #draw(failure?: string): void {
    const context = this.#context;
    const data = this.#variables.filter((variable) => !isDefinition(variable));
    const filter = this.#filter.value;
    const rows = rowsOf(this.#showsOthers || filter.trim() !== "" ? this.#variables : data, filter, this.#order);
    const others = this.#variables.length - data.length;
    this.#title.textContent = "Variables";
    this.#title.title = context ? `Variables of ${contextName(context)}` : "";
    this.#note.textContent =
      failure ??
      (!context ? "No context yet: run something, or choose one." : context.state === "dead" ? "Its interpreter is gone; a restart gives it a new one."
        : this.#isBusy && this.#isStale ? "Shown anew when what runs in it is over." : this.#variables.length === 0 ? "It has none yet."
        : rows.length > 0 ? "" : filter.trim() === "" ? "Only functions, classes and modules." : "None fits the filter.");
    this.#note.hidden = this.#note.textContent === "";
    this.#filter.hidden = this.#variables.length === 0;
    this.#table.hidden = rows.length === 0;
    this.#others.hidden = others === 0 || filter.trim() !== "";
    this.#others.textContent = `${this.#showsOthers ? "Hide" : "Show"} functions, classes and modules (${others})`;
    this.#others.setAttribute("aria-pressed", String(this.#showsOthers));
    for (const [column, cell] of this.#heads) {
      cell.setAttribute("aria-sort", this.#order.column !== column ? "none" : this.#order.descending ? "descending" : "ascending");
    }

    this.#rows.draw(rows);
  }

  #head(column: VariableColumn): HTMLTableCellElement {
    const button = element("button", "variables-sort", titles[column]);
    button.type = "button";
    button.addEventListener("click", () => {
      this.#order = nextOrder(this.#order, column);
      this.#draw();
    });
    const cell = element("th", "", button);
    cell.scope = "col";
    return cell;
  }

  #row(): KeyedView<Variable> {
    const [name, preview, type, size] = [element("span", "variable-name"), element("span", "variable-preview"), element("td", "variable-type"), element("td", "variable-size")];
    const open = iconButton("file-spreadsheet", "Open as a table", () => this.#context && showTable(this.session, this.#context, name.textContent ?? ""));
    open.dataset["testid"] = "open-table";
    const root = element("tr", "", element("td", "variable-first", element("div", "variable-line", name, open), preview), type, size);
    return {
      root,
      update: (variable) => {
        name.textContent = name.title = variable.name;
        preview.textContent = variable.preview;
        preview.title = variable.preview;
        preview.dataset["type"] = variable.type;
        type.textContent = variable.type;
        type.title = variable.type;
        const isPython = this.#context?.language === "python";
        const shape = shapeOf(variable);
        size.textContent = shape || (variable.size === undefined ? "" : isPython ? bytesOf(variable.size) : variable.size.toLocaleString("en"));
        size.title = [shape, isPython && variable.size !== undefined ? bytesOf(variable.size) : ""].filter((part) => part !== "").join(", ");
        open.hidden = variable.isTable !== true;
        open.title = `Open ${variable.name} as a table`;
        open.setAttribute("aria-label", open.title);
      },
    };
  }
}
