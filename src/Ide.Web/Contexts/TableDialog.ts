import { counted } from "../Ui/Counted";
import { element, iconButton } from "../Ui/Elements";
import { DisposableStore } from "../Workbench/Disposable";
import { sentenceOf } from "../Workbench/SandboxApi";
import type { SandboxSession } from "../Workbench/SandboxSession";
import { type ContextInfo, contextName } from "./ContextList";
import { TableFilters } from "./TableFilters";
import { TableGrid } from "./TableGrid";
import { type TableAnswer, TableWindows } from "./TableWindows";

/** Columns a question. */
const mostColumns = 50;

/** Opens a variable as a table over the page. It shows the variable as it is, and anew after each of its context's runs. */
export function showTable(session: SandboxSession, context: ContextInfo, name: string): void {
  const scope = new DisposableStore();
  const path = `/api/contexts/${context.id}/table`;
  const windows = new TableWindows((request) => session.api.json<TableAnswer>("POST", path, { name, columnLimit: mostColumns, ...request }));
  const label = `${name} in ${contextName(context)}`;
  const grid = new TableGrid(windows, label, scope);
  const filters = new TableFilters((filter) => windows.look({ ...windows.view, filter }));
  const counts = element("span", "sheet-counts");
  counts.setAttribute("role", "status");
  const pages = columnPages(windows);
  const failure = element("p", "sheet-failure");
  failure.setAttribute("role", "alert");
  const dialog = element("dialog", "dialog sheet-dialog");
  dialog.dataset["testid"] = "table-dialog";
  dialog.setAttribute("aria-label", label);
  const bar = element("header", "sheet-bar", element("h2", "sheet-title", name), counts, element("span", "pane-space"), pages.root,
    iconButton("copy", "Copy the selected cells", () => void grid.copy()),
    iconButton("refresh-cw", "Read it again", () => windows.refresh()),
    iconButton("x", "Close", () => dialog.close()));
  dialog.append(bar, filters.root, failure, grid.root);
  const draw = (): void => {
    const { head } = windows;
    failure.textContent = windows.failure === undefined ? "" : sentenceOf(windows.failure);
    failure.hidden = windows.failure === undefined;
    if (head) {
      counts.textContent = countsOf(head);
      filters.show(head);
      pages.show(head);
    }

    dialog.setAttribute("aria-busy", String(windows.isAsking));
  };
  scope.add(windows.onChange(draw));
  let isBusy = session.runs.in(context.id).length > 0;
  scope.add(
    session.runs.onChange(() => {
      const was = isBusy;
      isBusy = session.runs.in(context.id).length > 0;
      if (was && !isBusy) {
        windows.refresh();
      }
    }),
  );
  dialog.addEventListener("close", () => {
    scope.dispose();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  grid.root.focus();
  windows.refresh();
  draw();
}

function countsOf({ total, size, columnTotal, type }: TableAnswer): string {
  const rows = `${total === size ? "" : `${total.toLocaleString("en")} of `}${counted(size, "row")}`;
  return `${rows} · ${counted(columnTotal, "column")} · ${type}`;
}

/** Goes through the columns of a wide table, so many at a time. */
function columnPages(windows: TableWindows): { readonly root: HTMLElement; show(head: TableAnswer): void } {
  const text = element("span", "sheet-counts");
  const go = (step: number): void => windows.look({ ...windows.view, columnOffset: Math.max(0, windows.view.columnOffset + step) });
  const before = iconButton("arrow-left", "Columns before", () => go(-mostColumns));
  const after = iconButton("chevron-right", "Columns after", () => go(mostColumns));
  const root = element("span", "sheet-pages", before, text, after);
  return {
    root,
    show: ({ columnOffset, columns, columnTotal }) => {
      root.hidden = columnTotal <= mostColumns;
      text.textContent = `Columns ${columnOffset + 1}–${columnOffset + columns.length}`;
      before.disabled = columnOffset === 0;
      after.disabled = columnOffset + columns.length >= columnTotal;
    },
  };
}
