import type { ResultRow } from "./SearchResults";

/** What a key asks of the list of results, as trees everywhere have it. */
export type ResultAction =
  | { readonly kind: "select"; readonly index: number }
  | { readonly kind: "fold"; readonly row: ResultRow; readonly isOpen: boolean }
  | { readonly kind: "open" | "dismiss" | "replace"; readonly row: ResultRow };

/** @param page How many rows are in view. */
export function actionOf(press: Pick<KeyboardEvent, "key" | "altKey">, rows: readonly ResultRow[], selected: number, page: number): ResultAction | undefined {
  const row = rows[selected];
  const select = (index: number): ResultAction => ({ kind: "select", index: Math.max(0, Math.min(rows.length - 1, index)) });
  switch (press.key) {
    case "ArrowDown":
      return select(selected + 1);
    case "ArrowUp":
      return select(selected - 1);
    case "PageDown":
      return select(selected + page);
    case "PageUp":
      return select(selected - page);
    case "Home":
      return select(0);
    case "End":
      return select(rows.length - 1);
    default:
      return row && actionOn(row, press, rows, selected);
  }
}

function actionOn(row: ResultRow, { key, altKey }: Pick<KeyboardEvent, "key" | "altKey">, rows: readonly ResultRow[], selected: number): ResultAction | undefined {
  if (key === "Enter" && altKey) {
    return { kind: "replace", row };
  }

  if (key === "Delete") {
    return { kind: "dismiss", row };
  }

  if (row.kind === "match") {
    return key === "ArrowLeft"
      ? { kind: "select", index: rows.findLastIndex((other, index) => index < selected && other.kind === "file") }
      : key === "Enter" || key === " " ? { kind: "open", row } : undefined;
  }

  if (key === "Enter" || key === " ") {
    return { kind: "fold", row, isOpen: !row.file.isOpen };
  }

  if (key === "ArrowRight") {
    return row.file.isOpen ? { kind: "select", index: selected + 1 } : { kind: "fold", row, isOpen: true };
  }

  return key === "ArrowLeft" && row.file.isOpen ? { kind: "fold", row, isOpen: false } : undefined;
}
