// Writes tables into documents: each between the comments `<!-- bench: <name> -->` and `<!-- /bench -->`.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { TABLES } from "./tables.ts";

/** The pages with figures, by their paths in the project. */
export const PAGES_WITH_FIGURES = ["docs/performance.md", "README.md"] as const;
export type Page = (typeof PAGES_WITH_FIGURES)[number];

const PLACE = /(<!-- bench: ([\w-]+) -->\n)[^]*?(<!-- \/bench -->)/g;

export const pathOf = (page: Page): string =>
  fileURLToPath(new URL(`../../${page}`, import.meta.url));

/** Returns the page with the tables of the latest results, formatted by prettier. Throws if a table does not exist. */
export async function withTables(page: Page): Promise<string> {
  const text = readFileSync(pathOf(page), "utf8").replace(
    PLACE,
    (_, begin: string, name: string, end: string) => {
      const table = TABLES[name];
      if (!table) throw new Error(`There is no table ${name} for ${page}.`);
      return `${begin}\n${table()}\n\n${end}`;
    },
  );
  return await format(text, { ...(await resolveConfig(pathOf(page))), parser: "markdown" });
}
