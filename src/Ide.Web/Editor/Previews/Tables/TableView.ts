import { copyText } from "../../../Ui/Clipboard";
import { element } from "../../../Ui/Elements";
import { DisposableStore } from "../../../Workbench/Disposable";
import type { Column } from "./Columns";
import { rowHeight } from "./RowScale";
import { TableScroll } from "./TableScroll";

const characterWidth = 7.4;
const leastWidth = 64;
const mostWidth = 420;
const padding = 26;

export interface TableSource {
  /** Those of the rows that are at hand; the others are told of when they come. */
  row(index: number): readonly string[] | undefined;
  /** These are about to be shown. */
  want(from: number, to: number): void;
  sort(column: number): void;
}

export interface TableLook {
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly sorted: { readonly column: number; readonly descending: boolean } | undefined;
}

/** A grid of any number of rows and columns, of which only those that can be seen are drawn. Keys move a cell; Ctrl+C copies it. */
export class TableView {
  readonly root = element("div", "table-view");
  readonly #head = element("div", "table-head");
  readonly #body = element("div", "table-body");
  readonly #scroll: TableScroll;
  #look: TableLook = { columns: [], rows: 0, sorted: undefined };
  #lefts: number[] = [0];
  #cell = { row: 0, column: 0 };
  #drawing = 0;

  constructor(
    private readonly source: TableSource,
    label: string,
    scope: DisposableStore,
  ) {
    this.#scroll = new TableScroll(this.#head, this.#body, () => this.#drawSoon(), scope);
    this.root.append(this.#scroll.root);
    const grid = this.#scroll.root;
    grid.tabIndex = 0;
    grid.setAttribute("role", "grid");
    grid.setAttribute("aria-label", label);
    this.#head.setAttribute("role", "rowgroup");
    this.#body.setAttribute("role", "rowgroup");
    scope.listen<KeyboardEvent>(grid, "keydown", (event) => this.#press(event));
    scope.listen<MouseEvent>(this.#body, "click", (event) => this.#pick(event));
    scope.defer(() => cancelAnimationFrame(this.#drawing));
  }

  show(look: TableLook): void {
    this.#look = look;
    this.#lefts = [0];
    const numberWidth = widthOf(look.rows.toLocaleString("en").length);
    for (const { width, name } of look.columns) {
      this.#lefts.push(this.#lefts.at(-1)! + Math.max(widthOf(width), widthOf(name.length) + 14));
    }

    this.root.style.setProperty("--numbers", `${numberWidth}px`);
    this.#scroll.root.setAttribute("aria-rowcount", String(look.rows + 1));
    this.#scroll.root.setAttribute("aria-colcount", String(look.columns.length));
    this.#scroll.size(look.rows, this.#lefts.at(-1)! + numberWidth);
    this.#drawSoon();
  }

  /** Rows that were asked for are there. */
  filled(): void {
    this.#drawSoon();
  }

  focus(): void {
    this.#scroll.root.focus();
  }

  #drawSoon(): void {
    this.#drawing ||= requestAnimationFrame(() => {
      this.#drawing = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const { first, count, offset, left, width } = this.#scroll.window;
    const last = Math.min(this.#look.rows, first + count);
    const from = Math.max(0, this.#lefts.findIndex((edge) => edge > left) - 1);
    const beyond = this.#lefts.findIndex((edge) => edge > left + width);
    const to = beyond < 0 ? this.#look.columns.length : Math.min(beyond, this.#look.columns.length);
    this.source.want(first, last);
    this.#head.replaceChildren(this.#headRow(from, to));
    this.#body.replaceChildren(...Array.from({ length: last - first }, (_, index) => this.#row(first + index, index, offset, from, to)));
    this.#scroll.root.setAttribute("aria-activedescendant", this.#body.querySelector(".active")?.id ?? "");
  }

  #headRow(from: number, to: number): HTMLElement {
    const row = element("div", "table-row", element("div", "table-number"));
    row.setAttribute("role", "row");
    for (let column = from; column < to; column++) {
      const { name, type } = this.#look.columns[column]!;
      const sorted = this.#look.sorted?.column === column ? this.#look.sorted : undefined;
      const cell = this.#place(element("div", `table-name ${type}`, element("span", "table-text", name), element("span", "table-arrow", sorted ? (sorted.descending ? "▼" : "▲") : "")), column);
      cell.setAttribute("role", "columnheader");
      cell.setAttribute("aria-sort", sorted ? (sorted.descending ? "descending" : "ascending") : "none");
      cell.title = `${name}: ${type}. Press to sort.`;
      cell.addEventListener("click", () => this.source.sort(column));
      row.append(cell);
    }

    return row;
  }

  #row(index: number, at: number, offset: number, from: number, to: number): HTMLElement {
    const values = this.source.row(index);
    const number = element("div", "table-number", (index + 1).toLocaleString("en"));
    const row = element("div", values ? "table-row" : "table-row waiting", number);
    row.setAttribute("role", "row");
    row.setAttribute("aria-rowindex", String(index + 2));
    row.style.top = `${at * rowHeight - offset}px`;
    for (let column = from; column < to; column++) {
      const value = values?.[column] ?? "";
      const isActive = index === this.#cell.row && column === this.#cell.column;
      const cell = this.#place(element("div", `table-cell ${this.#look.columns[column]!.type}${isActive ? " active" : ""}`, oneLine(value)), column);
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-colindex", String(column + 1));
      cell.dataset["column"] = String(column);
      cell.dataset["row"] = String(index);
      cell.title = value.length > 20 ? value : "";
      if (isActive) {
        cell.id = `cell-${gridId(this.root)}`;
      }

      row.append(cell);
    }

    return row;
  }

  #place(cell: HTMLElement, column: number): HTMLElement {
    cell.style.left = `calc(var(--numbers) + ${this.#lefts[column]}px)`;
    cell.style.width = `${this.#lefts[column + 1]! - this.#lefts[column]!}px`;
    return cell;
  }

  #pick(event: MouseEvent): void {
    const { row, column } = (event.target as Element).closest<HTMLElement>("[data-row]")?.dataset ?? {};
    if (row !== undefined && column !== undefined) {
      this.#goTo(Number(row), Number(column));
    }
  }

  #press(event: KeyboardEvent): void {
    const { row, column } = this.#cell;
    const page = Math.max(1, this.#scroll.window.count - 2);
    const control = event.ctrlKey || event.metaKey;
    const last = this.#look.rows - 1;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [control ? 0 : row - 1, column],
      ArrowDown: [control ? last : row + 1, column],
      ArrowLeft: [row, control ? 0 : column - 1],
      ArrowRight: [row, control ? this.#look.columns.length - 1 : column + 1],
      PageUp: [row - page, column],
      PageDown: [row + page, column],
      Home: [control ? 0 : row, 0],
      End: [control ? last : row, this.#look.columns.length - 1],
    };
    const move = event.altKey || (control && event.key.startsWith("Page")) ? undefined : moves[event.key];
    if (move) {
      event.preventDefault();
      this.#goTo(...move);
    } else if (control && event.key === "c" && getSelection()?.isCollapsed !== false) {
      event.preventDefault();
      void copyText(this.source.row(row)?.[column] ?? "");
    } else if (event.key === "Enter" && !control) {
      this.source.sort(column);
    }
  }

  #goTo(row: number, column: number): void {
    this.#cell = { row: between(row, this.#look.rows - 1), column: between(column, this.#look.columns.length - 1) };
    const numbers = parseFloat(this.root.style.getPropertyValue("--numbers"));
    this.#scroll.reveal(this.#cell.row, this.#lefts[this.#cell.column]!, this.#lefts[this.#cell.column + 1]!, numbers);
    this.#drawSoon();
  }
}

let grids = 0;

function gridId(root: HTMLElement): string {
  return (root.dataset["grid"] ??= String(++grids));
}

function between(value: number, last: number): number {
  return Math.max(0, Math.min(value, last));
}

function widthOf(characters: number): number {
  return Math.round(Math.max(leastWidth, Math.min(mostWidth, characters * characterWidth + padding)));
}

function oneLine(value: string): string {
  return value.length > 400 || value.includes("\n") ? value.slice(0, 400).replace(/\s*\n\s*/g, " ⏎ ") : value;
}
