// Tables in Markdown.

/** A heading and rows; the first column is text, the others are figures. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = heading.map((_, column) => (column === 0 ? "---" : "--:"));
  return [line(heading), line(rule), ...rows.map(line)].join("\n");
}

/** With so many digits after the point, and commas between thousands. */
export const number = (value: number, digits = 0): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** As it is, or to a tenth where it has a fraction. */
export const figure = (value: number): string => number(value, Number.isInteger(value) ? 0 : 1);
