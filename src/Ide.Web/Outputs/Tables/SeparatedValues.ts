/** Lines of cells as CSV (RFC 4180), or as TSV for pasting into a spreadsheet. */
export function separatedValues(lines: readonly (readonly string[])[], separator: "," | "\t"): string {
  const special = separator === "," ? /[",\r\n]/ : /["\t\r\n]/;
  const quoted = (cell: string): string => (special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return lines.map((line) => `${line.map(quoted).join(separator)}\r\n`).join("");
}
