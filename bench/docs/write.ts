// Writes the tables and plots of the latest results into the documents.

import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { writeCharts } from "../plot.ts";
import { CHARTS } from "./charts.ts";
import { PAGES_WITH_FIGURES, pathOf, withTables } from "./pages.ts";

export const IMAGES = fileURLToPath(new URL("../../docs/images", import.meta.url));

export async function docs(): Promise<void> {
  for (const page of PAGES_WITH_FIGURES) await writeFile(pathOf(page), await withTables(page));
  for (const [name, chart] of Object.entries(CHARTS)) await writeCharts(IMAGES, name, chart());
  console.log(`Written: ${PAGES_WITH_FIGURES.join(", ")} and the plots of docs/images.`);
}
