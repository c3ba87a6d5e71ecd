// Formats Markdown tables.

/** A heading and rows; the first column is text, the others are numbers. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = heading.map((_, column) => (column === 0 ? "---" : "--:"));
  return [line(heading), line(rule), ...rows.map(line)].join("\n");
}

/** With this many decimals, and thousands separators. */
export const number = (value: number, digits = 0): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** As an integer, or with one decimal if it is none. */
export const figure = (value: number): string => number(value, Number.isInteger(value) ? 0 : 1);
