import { element, iconButton } from "../Ui/Elements";
import { icon } from "../Ui/Icons";
import { shownText } from "../Ui/ShownText";
import { DisposableStore } from "../Workbench/Disposable";
import { actionOf, type ResultAction } from "./ResultKeys";
import type { ResultRow, SearchResults } from "./SearchResults";

/** Height of a row in pixels; as the stylesheet has it. */
const rowHeight = 24;
/** Rows that are drawn above and below what is in view. */
const margin = 15;

/** Draws the results as a tree, only what is in view of it, once a frame at most; any number of matches is quick. */
export class ResultList {
  readonly root = element("div", "results-tree");
  readonly #space = element("div", "results-space");
  #selected = 0;
  #scheduled = false;

  constructor(
    private readonly results: SearchResults,
    private readonly mayReplace: () => boolean,
    private readonly act: (action: ResultAction) => void,
    private readonly scope: DisposableStore,
  ) {
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", "Search results");
    this.root.dataset["testid"] = "search-results";
    this.root.tabIndex = 0;
    this.root.append(this.#space);
    scope.add(results.onChange(() => this.refresh()));
    scope.listen(this.root, "scroll", () => this.refresh());
    scope.listen<KeyboardEvent>(this.root, "keydown", (event) => this.#pressed(event));
    scope.listen<MouseEvent>(this.root, "click", (event) => this.#clicked(event));
    const size = new ResizeObserver(() => this.refresh());
    size.observe(this.root);
    scope.defer(() => size.disconnect());
  }

  /** Draws with the next frame. */
  refresh(): void {
    if (!this.#scheduled) {
      this.#scheduled = true;
      requestAnimationFrame(() => {
        this.#scheduled = false;
        this.#draw();
      });
    }
  }

  select(index: number): void {
    this.#selected = index;
    const top = index * rowHeight;
    if (top < this.root.scrollTop) {
      this.root.scrollTop = top;
    } else if (top + rowHeight > this.root.scrollTop + this.root.clientHeight) {
      this.root.scrollTop = top + rowHeight - this.root.clientHeight;
    }

    this.refresh();
  }

  #draw(): void {
    if (this.scope.disposed) {
      return;
    }

    const rows = this.results.rows;
    this.#selected = Math.max(0, Math.min(this.#selected, rows.length - 1));
    this.#space.style.height = `${rows.length * rowHeight}px`;
    const first = Math.max(0, Math.floor(this.root.scrollTop / rowHeight) - margin);
    const last = Math.min(rows.length, Math.ceil((this.root.scrollTop + this.root.clientHeight) / rowHeight) + margin);
    this.#space.replaceChildren(...rows.slice(first, last).map((row, index) => this.#rowOf(row, first + index)));
    this.root.setAttribute("role", rows.length > 0 ? "tree" : "group"); // a tree must have items
    if (rows.length > 0) {
      this.root.setAttribute("aria-activedescendant", idOf(this.#selected));
    } else {
      this.root.removeAttribute("aria-activedescendant");
    }
  }

  #rowOf(row: ResultRow, index: number): HTMLElement {
    const shown = element("div", `result-row result-${row.kind}`, ...(row.kind === "file" ? fileParts(row) : [lineOf(row)]), this.#tools(row, index));
    shown.id = idOf(index);
    shown.dataset["index"] = String(index);
    shown.style.top = `${index * rowHeight}px`;
    shown.setAttribute("role", "treeitem");
    shown.setAttribute("aria-level", row.kind === "file" ? "1" : "2");
    shown.setAttribute("aria-selected", String(index === this.#selected));
    const siblings = row.kind === "file" ? this.results.files : row.file.matches;
    shown.setAttribute("aria-setsize", String(siblings.length));
    shown.setAttribute("aria-posinset", String(1 + (row.kind === "file" ? this.results.files.indexOf(row.file) : row.file.matches.indexOf(row.match))));
    if (row.kind === "file") {
      shown.setAttribute("aria-expanded", String(row.file.isOpen));
      shown.title = shownText(row.file.path);
    } else {
      shown.setAttribute("aria-label", `Line ${row.match.line}: ${shownText(row.match.text.trim())}`);
    }

    return shown;
  }

  #tools(row: ResultRow, index: number): HTMLElement {
    // The row may go, and the button with it: the keyboard stays in the tree, on what comes to stand in its place.
    const press = (kind: "dismiss" | "replace") => (): void => {
      this.root.focus({ preventScroll: true });
      this.select(index);
      this.act({ kind, row });
    };
    const tools = [iconButton("x", "Leave out (Delete)", press("dismiss"))];
    if (this.mayReplace()) {
      tools.unshift(iconButton("replace", row.kind === "file" ? "Replace all in this file (Alt+Enter)" : "Replace (Alt+Enter)", press("replace")));
    }

    tools.forEach((tool) => (tool.tabIndex = -1));
    return element("span", "result-tools", ...tools);
  }

  #pressed(event: KeyboardEvent): void {
    if (event.target !== this.root) {
      return;
    }

    const page = Math.max(1, Math.floor(this.root.clientHeight / rowHeight) - 1);
    const action = event.ctrlKey || event.metaKey ? undefined : actionOf(event, this.results.rows, this.#selected, page);
    if (action) {
      event.preventDefault();
      event.stopPropagation();
      this.#perform(action);
    }
  }

  #clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const index = Number(target.closest<HTMLElement>("[data-index]")?.dataset["index"]);
    const row = this.results.rows[index];
    if (row && !target.closest("button")) {
      this.select(index);
      this.#perform(row.kind === "file" ? { kind: "fold", row, isOpen: !row.file.isOpen } : { kind: "open", row });
    }
  }

  #perform(action: ResultAction): void {
    if (action.kind === "select") {
      this.select(action.index);
    } else {
      this.act(action);
    }
  }
}

function idOf(index: number): string {
  return `search-result-${index}`;
}

function fileParts({ file }: ResultRow): Node[] {
  const slash = file.path.lastIndexOf("/");
  return [
    icon(file.isOpen ? "chevron-down" : "chevron-right"),
    element("bdi", "result-name", shownText(file.path.slice(slash + 1))),
    element("bdi", "result-folder", shownText(file.path.slice(0, slash).replace(/^\/workspace\/?/, ""))),
    element("span", "result-count", String(file.matches.length)),
  ];
}

/** The line with its match marked, and with what would stand there instead. */
function lineOf(row: Extract<ResultRow, { kind: "match" }>): HTMLElement {
  const { text, offset, length, replacement } = row.match;
  const before = text.slice(0, offset).replace(/^\s+/, "");
  const found = shownText(text.slice(offset, offset + length));
  const marked = replacement === undefined ? [element("mark", "", found)] : [element("del", "", found), element("ins", "", shownText(replacement))];
  // Of a long line the end of what comes before is the interesting part.
  const shownBefore = before.length > 20 ? `…${before.slice(-16)}` : before;
  return element("bdi", "result-line", shownText(shownBefore), ...marked, shownText(text.slice(offset + length)));
}
