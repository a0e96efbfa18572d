/** A variable of a living context, as `GET /api/contexts/{id}/variables` gives it. */
export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly preview: string;
  readonly shape?: readonly number[];
  /** Python: bytes. JavaScript: elements or characters. */
  readonly size?: number;
  /** Windows of it can be read. */
  readonly isTable?: boolean;
}

export type VariableColumn = "name" | "type" | "size";

export interface VariableOrder {
  readonly column: VariableColumn;
  readonly descending: boolean;
}

/** What a program is made of and not what it works on: an import of everything brings dozens of them. */
const definitions = new Set(["function", "builtin_function_or_method", "method", "class", "type", "ABCMeta", "EnumType", "EnumMeta", "module", "ufunc"]);

export function isDefinition({ type }: Variable): boolean {
  return definitions.has(type);
}

/** The variables whose name, type or preview has the text in it, in an order; equal ones by name. */
export function rowsOf(variables: readonly Variable[], filter: string, order: VariableOrder): readonly Variable[] {
  const wanted = filter.trim().toLowerCase();
  const direction = order.descending ? -1 : 1;
  return variables
    .filter(({ name, type, preview }) => [name, type, preview].some((text) => text.toLowerCase().includes(wanted)))
    .sort((a, b) => direction * compare(a, b, order.column) || a.name.localeCompare(b.name));
}

/** Clicked twice, a column turns round; sizes begin with the largest. */
export function nextOrder(order: VariableOrder, column: VariableColumn): VariableOrder {
  return order.column === column ? { column, descending: !order.descending } : { column, descending: column === "size" };
}

/** "1,000 × 3"; nothing for what has no shape. */
export function shapeOf(variable: Variable): string {
  return (variable.shape ?? []).map((length) => length.toLocaleString("en")).join(" × ");
}

const units = ["B", "KB", "MB", "GB", "TB"];

export function bytesOf(size: number): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, size)) / 3));
  const value = size / 1000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}

function compare(a: Variable, b: Variable, column: VariableColumn): number {
  return column === "size" ? (a.size ?? -1) - (b.size ?? -1) : a[column].localeCompare(b[column]);
}
