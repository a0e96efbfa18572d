import { copyText } from "../Ui/Clipboard";
import { element } from "../Ui/Elements";
import { toast } from "../Ui/Toasts";
import type { DisposableStore } from "../Workbench/Disposable";
import { RowScroll } from "./RowScroll";
import { asText, type Cell, nextSort, type TableRow, type TableWindows } from "./TableWindows";

/** Pixels; the stylesheet has it from here, so that arithmetic and layout agree. */
const rowHeight = 22;
/** Rows and columns that a window may grow for; more than any screen has. */
const mostShown = 1_000;
/** Rows that are fetched beyond the edges. */
const margin = 50;
/** Rows that are copied at once. */
const mostCopied = 10_000;

interface Place {
  readonly row: number;
  readonly column: number;
}

/** The rows of a table, drawn where one looks. Arrow keys move a cell, Shift+arrows widen a selection, Ctrl+C copies it. */
export class TableGrid {
  readonly root = element("div", "sheet-grid");
  readonly #space = element("div", "sheet-space");
  readonly #frame = element("div", "sheet-frame");
  readonly #sheet = element("table", "sheet-table");
  readonly #head = element("thead");
  readonly #body = element("tbody");
  readonly #scroll = new RowScroll(rowHeight);
  #cursor: Place = { row: 0, column: 0 };
  #anchor: Place = { row: 0, column: 0 };
  #drawing = 0;

  constructor(
    private readonly windows: TableWindows,
    label: string,
    scope: DisposableStore,
  ) {
    this.#head.dataset["repeats"] = "";
    this.#sheet.append(this.#head, this.#body);
    this.#sheet.setAttribute("role", "grid");
    this.#sheet.setAttribute("aria-label", label);
    this.root.style.setProperty("--sheet-row", `${rowHeight}px`);
    this.root.tabIndex = 0;
    this.root.setAttribute("aria-label", `${label}: arrow keys move, Ctrl+C copies`);
    this.root.setAttribute("role", "region");
    this.#frame.append(this.#sheet);
    this.#space.append(this.#frame);
    this.root.append(this.#space);
    scope.listen(this.root, "scroll", () => {
      this.#scroll.scrolled(this.root.scrollTop);
      this.drawSoon();
    });
    scope.listen<KeyboardEvent>(this.root, "keydown", (event) => this.#key(event));
    scope.listen<MouseEvent>(this.#body, "mousedown", (event) => this.#press(event));
    const sizes = new ResizeObserver(() => this.drawSoon());
    sizes.observe(this.root);
    scope.defer(() => {
      sizes.disconnect();
      cancelAnimationFrame(this.#drawing);
    });
    scope.add(windows.onChange(() => this.drawSoon()));
  }

  drawSoon(): void {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const { head } = this.windows;
    if (!head) {
      return;
    }

    this.root.style.setProperty("--sheet-rows", String(Math.min(head.size, mostShown)));
    this.root.style.setProperty("--sheet-columns", String(Math.min(head.columnTotal, mostShown)));
    const headHeight = this.#head.offsetHeight || rowHeight;
    this.#space.style.height = `${this.#scroll.resize(head.total, Math.max(0, this.root.clientHeight - headHeight)) + headHeight}px`;
    this.#frame.style.height = `${this.root.clientHeight}px`;
    if (Math.abs(this.root.scrollTop - this.#scroll.top) >= 1) {
      this.root.scrollTop = this.#scroll.top;
    }

    const { first, last } = this.#scroll;
    this.windows.want(Math.max(0, first - margin), Math.min(head.total - 1, last + margin));
    this.#drawHead();
    this.#sheet.setAttribute("aria-rowcount", String(head.total + 1));
    this.#sheet.setAttribute("aria-colcount", String(head.columnTotal + 1));
    this.#body.replaceChildren(...Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => this.#row(first + at)));
    this.#body.style.transform = `translateY(${-this.#scroll.overhang}px)`;
    this.#keepWidths();
  }

  /** A column never becomes narrower: what one reads does not jump while one scrolls. */
  #keepWidths(): void {
    const cells = [...this.#head.querySelectorAll("th")];
    const widths = cells.map((cell) => cell.offsetWidth);
    cells.forEach((cell, at) => (cell.style.minWidth = `${widths[at]}px`));
  }

  #drawHead(): void {
    const head = this.windows.head!;
    const { sort } = this.windows.view;
    const key = JSON.stringify([head.columns, head.dtypes, head.columnOffset, sort]);
    if (this.#head.dataset["key"] === key) {
      return;
    }

    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["column"] : undefined;
    this.#head.dataset["key"] = key;
    const cells = head.columns.map((name, at) => {
      const column = head.columnOffset + at;
      const order = sort.find((each) => each.column === column);
      const button = element("button", "sheet-column", element("span", "sheet-name", name), element("span", "sheet-type", head.dtypes[at] ?? ""));
      button.type = "button";
      button.dataset["column"] = String(column);
      button.title = `Sort by ${name}`;
      button.addEventListener("click", () => this.windows.look({ ...this.windows.view, sort: nextSort(this.windows.view.sort, column) }));
      const cell = element("th", "", button);
      cell.scope = "col";
      cell.setAttribute("aria-sort", order === undefined ? "none" : order.descending ? "descending" : "ascending");
      return cell;
    });
    this.#head.replaceChildren(element("tr", "", element("th", "sheet-label", element("span", "visually-hidden", "Row")), ...cells));
    if (focused !== undefined) {
      this.#head.querySelector<HTMLElement>(`[data-column="${focused}"]`)?.focus();
    }
  }

  #row(at: number): HTMLElement {
    const row = this.windows.row(at);
    const label = element("th", "sheet-label", row?.label ?? "…");
    label.scope = "row";
    const count = this.windows.head!.columns.length;
    const cells = Array.from({ length: count }, (_, column) => this.#cell(row, at, column));
    const shown = element("tr", row ? "" : "sheet-waiting", label, ...cells);
    shown.setAttribute("aria-rowindex", String(at + 2));
    return shown;
  }

  #cell(row: TableRow | undefined, at: number, column: number): HTMLElement {
    const value: Cell | undefined = row?.cells[column];
    const cell = element("td", lookOf(value), value === undefined ? "" : value === null ? "–" : String(value));
    if (this.#isSelected(at, column)) {
      cell.classList.add("selected");
      cell.setAttribute("aria-selected", "true");
    }

    if (this.#cursor.row === at && this.#cursor.column === column) {
      cell.classList.add("cursor");
    }

    if (typeof value === "string" && value.length > 30) {
      cell.title = value;
    }

    return cell;
  }

  #isSelected(row: number, column: number): boolean {
    const { top, bottom, left, right } = this.#range;
    return row >= top && row <= bottom && column >= left && column <= right;
  }

  get #range(): { top: number; bottom: number; left: number; right: number } {
    const [a, b] = [this.#cursor, this.#anchor];
    return { top: Math.min(a.row, b.row), bottom: Math.max(a.row, b.row), left: Math.min(a.column, b.column), right: Math.max(a.column, b.column) };
  }

  #move(to: Place, widens: boolean): void {
    const { total = 0, columns = [] } = this.windows.head ?? {};
    const within = (value: number, most: number): number => Math.max(0, Math.min(most, value));
    this.#cursor = { row: within(to.row, total - 1), column: within(to.column, columns.length - 1) };
    if (!widens) {
      this.#anchor = this.#cursor;
    }

    this.#scroll.reveal(this.#cursor.row);
    this.#draw();
    this.#body.querySelector(".cursor")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #press(event: MouseEvent): void {
    const cell = (event.target as Element).closest("td");
    const row = cell?.closest("tr")?.getAttribute("aria-rowindex");
    if (cell && row) {
      event.preventDefault();
      this.root.focus({ preventScroll: true });
      this.#move({ row: Number(row) - 2, column: cell.cellIndex - 1 }, event.shiftKey);
    }
  }

  #key(event: KeyboardEvent): void {
    const { row, column } = this.#cursor;
    const last = (this.windows.head?.total ?? 1) - 1;
    const page = Math.max(1, this.#scroll.last - this.#scroll.first - 1);
    const held = event.ctrlKey || event.metaKey;
    const moves: Readonly<Record<string, Place>> = {
      ArrowDown: { row: row + 1, column },
      ArrowUp: { row: row - 1, column },
      ArrowLeft: { row, column: column - 1 },
      ArrowRight: { row, column: column + 1 },
      PageDown: { row: row + page, column },
      PageUp: { row: row - page, column },
      Home: held ? { row: 0, column: 0 } : { row, column: 0 },
      End: held ? { row: last, column } : { row, column: Number.MAX_SAFE_INTEGER },
    };
    const to = moves[event.key];
    const isHere = event.target === this.root;
    if (to) {
      // From a column's head, too: the browser's own scrolling would be far too long for what the scroll bar stands for.
      event.preventDefault();
      this.root.focus({ preventScroll: true });
      this.#move(to, event.shiftKey && isHere);
    } else if (isHere && held && event.key.toLowerCase() === "c") {
      event.preventDefault();
      void this.copy();
    }
  }

  /** Copies what is selected, as far as it is loaded. */
  async copy(): Promise<void> {
    const { top, bottom, left, right } = this.#range;
    const rows: (readonly Cell[])[] = [];
    for (let at = top; at <= Math.min(bottom, top + mostCopied - 1); at++) {
      const row = this.windows.row(at);
      if (row) {
        rows.push(row.cells.slice(left, right + 1));
      }
    }

    try {
      await copyText(asText(rows));
      const missing = bottom - top + 1 - rows.length;
      toast("success", `Copied ${rows.length === 1 ? "a row" : `${rows.length} rows`}${missing > 0 ? `; ${missing} are not loaded` : ""}.`);
    } catch {
      toast("error", "The browser did not allow copying.");
    }
  }
}

function lookOf(value: Cell | undefined): string {
  return value === null ? "sheet-missing" : typeof value === "number" ? "sheet-number" : "";
}
