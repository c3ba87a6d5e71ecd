// Formats Markdown tables.

/** Formats a heading and rows as a table. The first column is text, the others are numbers. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = heading.map((_, column) => (column === 0 ? "---" : "--:"));
  return [line(heading), line(rule), ...rows.map(line)].join("\n");
}

/** Formats a number with this many decimals, and with thousands separators. */
export const number = (value: number, digits = 0): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Formats an integer without decimals, and any other number with one. */
export const figure = (value: number): string => number(value, Number.isInteger(value) ? 0 : 1);
