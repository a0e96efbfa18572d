import type { Value } from "./Chart";

/** A JSON object whose members may be anything. */
export type Loose = Readonly<Record<string, unknown>>;

const longestText = 500;

export function looseOf(value: unknown): Loose {
  return typeof value === "object" && value !== null ? (value as Loose) : {};
}

export function listOf(value: unknown, most: number): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, longestText) : typeof value === "number" ? String(value) : "";
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function valueOf(value: unknown): Value | undefined {
  return typeof value === "string" ? value.slice(0, longestText) : numberOf(value);
}

/** `#rrggbb`, with or without an alpha; nothing else gets into a style. */
export function colorOf(value: unknown): string | undefined {
  return typeof value === "string" && /^#[0-9a-f]{6}([0-9a-f]{2})?$/i.test(value) ? value.toLowerCase() : undefined;
}
