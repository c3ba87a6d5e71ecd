// docs/performance.md, README and plots show the figures of bench/results/, as `npm run bench -- docs` writes them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHARTS } from "../../bench/docs/charts.ts";
import { PAGES_WITH_FIGURES, pathOf, withTables } from "../../bench/docs/pages.ts";
import { TABLES } from "../../bench/docs/tables.ts";
import { IMAGES } from "../../bench/docs/write.ts";
import { PAGES, svgOf } from "../../bench/plot.ts";

const textOf = (page: (typeof PAGES_WITH_FIGURES)[number]) => readFileSync(pathOf(page), "utf8");

describe.each(PAGES_WITH_FIGURES)("%s", (page) => {
  it("has the figures of the last results", async () => {
    expect(textOf(page)).toBe(await withTables(page));
  });
});

it("every table has its place", () => {
  const places = PAGES_WITH_FIGURES.flatMap((page) => [
    ...textOf(page).matchAll(/<!-- bench: ([\w-]+) -->/g),
  ]);
  expect(places.map(([, name]) => name).sort()).toEqual(Object.keys(TABLES).sort());
});

describe.each(Object.keys(CHARTS))("the plot %s", (name) => {
  it.each(PAGES)("is drawn of the last results for %s pages", (theme) => {
    const file = `${name}-${theme}.svg`;
    const chart = CHARTS[name];
    expect(chart && svgOf(chart(), theme)).toBe(readFileSync(join(IMAGES, file), "utf8"));
    expect(textOf("docs/performance.md")).toContain(`images/${file}`);
  });
});
