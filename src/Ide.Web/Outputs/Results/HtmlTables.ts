import { counted } from "../../Ui/Counted";
import { element } from "../../Ui/Elements";
import { compare, nextOrder, type Cell, type Order } from "../Tables/Table";
import { tableTools } from "../Tables/TableTools";

/** Rows up to which a table of HTML is made sortable. */
const mostRows = 5_000;

/** Gives the plain tables in HTML what tables of data have: sorting by a click on a head, and a way to take them along. */
export function armTables(root: ParentNode): readonly HTMLElement[] {
  return [...root.querySelectorAll("table")].filter(isPlain).flatMap((table) => {
    arm(table);
    return [tableTools(noteOf(table), () => linesOf(table))];
  });
}

/** One head line above one body whose cells are one line high each. */
function isPlain(table: HTMLTableElement): boolean {
  const [body] = table.tBodies;
  return (
    table.tBodies.length === 1 && body !== undefined && table.tHead !== null && table.tHead.rows.length > 0 &&
    body.rows.length > 1 && body.rows.length <= mostRows &&
    table.querySelector("table, tbody [rowspan]:not([rowspan='1']), tbody [colspan]:not([colspan='1'])") === null
  );
}

function arm(table: HTMLTableElement): void {
  const body = table.tBodies[0] as HTMLTableSectionElement;
  const given = [...body.rows];
  const heads = [...((table.tHead?.rows[0] as HTMLTableRowElement).cells)];
  if (heads.some((head) => head.colSpan > 1)) {
    return;
  }

  let order: Order | undefined;
  heads.forEach((head, column) => {
    const button = element("button", "table-sort");
    button.type = "button";
    button.append(...head.childNodes);
    if (button.textContent?.trim() === "") {
      button.setAttribute("aria-label", `Column ${column + 1}`);
    }

    button.addEventListener("click", () => {
      order = nextOrder(order, column);
      heads.forEach((each, at) => (each.ariaSort = at === order?.column ? (order.descending ? "descending" : "ascending") : null));
      const { descending } = order ?? {};
      body.append(...(descending === undefined ? given : given.toSorted((one, other) => compare(cellOf(one, column), cellOf(other, column), descending))));
    });
    head.replaceChildren(button);
  });
}

/** A cell's number where it reads as one. */
function cellOf(row: HTMLTableRowElement, column: number): Cell {
  const text = row.cells[column]?.textContent?.trim() ?? "";
  const number = Number(text.replaceAll(",", "").replace(/[%$€£]/g, ""));
  return text === "" || text === "NaN" ? null : Number.isNaN(number) ? text : number;
}

function linesOf(table: HTMLTableElement): readonly (readonly string[])[] {
  return [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent?.trim() ?? ""));
}

function noteOf(table: HTMLTableElement): string {
  return counted(table.tBodies[0]?.rows.length ?? 0, "row");
}
