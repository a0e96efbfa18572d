import type { Column } from "./Columns";

/** What the page asks of the table's worker. */
export type TableRequest =
  /** Reads a file, or a text that is not saved. Everything before is forgotten. */
  | { readonly kind: "open"; readonly path: string; readonly url?: string; readonly text?: string }
  /** @property to Exclusive. Records count from 0, in the order that is shown. */
  | { readonly kind: "rows"; readonly id: number; readonly from: number; readonly to: number }
  | { readonly kind: "sort"; readonly column: number | undefined; readonly descending: boolean };

/** What the worker tells. */
export type TableAnswer =
  | { readonly kind: "progress"; readonly columns: readonly Column[]; readonly rows: number; readonly bytes: number; readonly done: boolean }
  | { readonly kind: "rows"; readonly id: number; readonly from: number; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: "sorted"; readonly column: number | undefined; readonly descending: boolean }
  | { readonly kind: "failed"; readonly reason: string };
