import { counted } from "../../Ui/Counted";
import { element } from "../../Ui/Elements";
import { type Cell, linesOf, nextOrder, type Order, rowsInOrder, shownNumber, type Table, textOf } from "./Table";
import { tableTools } from "./TableTools";

/** Rows drawn at once; more come as one scrolls. */
const page = 100;
/** Pixels before the end at which the next rows are drawn. */
const ahead = 400;

/** A table to scroll, to sort by a click on a column's head, and to take away. */
export class TableView {
  readonly root = element("div", "table-result");
  readonly #body = element("tbody");
  readonly #heads: { readonly cell: HTMLElement; readonly column: number }[] = [];
  readonly #scroller: HTMLElement;
  #order: Order | undefined;
  #rows: readonly number[];
  #drawn = 0;

  constructor(
    private readonly table: Table,
    label: string,
  ) {
    this.#rows = rowsInOrder(table, undefined);
    const head = element("tr", "", ...(table.index ? [this.#head("", -1, "Row names")] : []));
    head.append(...table.columns.map((column, at) => this.#head(column, at, table.types[at])));
    this.#scroller = element("div", "table-scroll", element("table", "", element("thead", "", head), this.#body));
    this.#scroller.tabIndex = 0;
    this.#scroller.setAttribute("role", "region");
    this.#scroller.setAttribute("aria-label", label);
    this.#scroller.addEventListener("scroll", () => this.#drawAhead(), { passive: true });
    this.root.append(this.#scroller, tableTools(noteOf(table), () => linesOf(table, this.#rows)));
    this.#draw();
  }

  #head(name: string, column: number, type: string | undefined): HTMLElement {
    const button = element("button", "table-sort", element("span", "", name));
    button.type = "button";
    button.title = [type, "Sort"].filter(Boolean).join(" · ");
    button.addEventListener("click", () => this.#sort(column));
    if (name === "") {
      button.setAttribute("aria-label", "Row names");
    }

    const cell = element("th", isNumeric(this.table, column) ? "" : "table-text", button);
    cell.scope = "col";
    this.#heads.push({ cell, column });
    return cell;
  }

  #sort(column: number): void {
    this.#order = nextOrder(this.#order, column);
    this.#rows = rowsInOrder(this.table, this.#order);
    for (const head of this.#heads) {
      const isSorted = head.column === this.#order?.column;
      head.cell.ariaSort = isSorted ? (this.#order?.descending ? "descending" : "ascending") : null;
    }

    this.#body.replaceChildren();
    this.#drawn = 0;
    this.#scroller.scrollTop = 0;
    this.#draw();
  }

  #drawAhead(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    if (scrollHeight - scrollTop - clientHeight < ahead) {
      this.#draw();
    }
  }

  #draw(): void {
    const next = this.#rows.slice(this.#drawn, this.#drawn + page);
    this.#drawn += next.length;
    this.#body.append(...next.map((row) => this.#row(row)));
  }

  #row(row: number): HTMLElement {
    const cells = (this.table.rows[row] ?? []).map((cell, at) => cellView(cell, this.table.types[at] ?? ""));
    if (this.table.index) {
      const name = element("th", "", textOf(this.table.index[row]));
      name.scope = "row";
      return element("tr", "", name, ...cells);
    }

    return element("tr", "", ...cells);
  }
}

function cellView(cell: Cell, type: string): HTMLElement {
  // A day is a day; the time of it is only worth reading where there is one.
  const text = type.startsWith("datetime") ? textOf(cell).replace("T00:00:00", "").replace("T", " ") : textOf(cell);
  const shown = cell === null ? "–" : typeof cell === "number" ? shownNumber(cell) : text;
  const view = element("td", typeof cell === "number" ? "" : "table-text", shown);
  if (cell === null) {
    view.classList.add("table-missing");
  } else if (text.length > 40 || shown !== text) {
    view.title = text;
  }

  return view;
}

function isNumeric({ rows, index }: Table, column: number): boolean {
  return column >= 0 ? typeof rows[0]?.[column] === "number" : typeof index?.[0] === "number";
}

function noteOf({ rows, columns, total, isTruncated }: Table): string {
  const shown = rows.length < total ? `First ${rows.length.toLocaleString("en")} of ${counted(total, "row")}` : counted(total, "row");
  return `${shown}, ${counted(columns.length, "column")}${isTruncated && rows.length === total ? " of more" : ""}`;
}
