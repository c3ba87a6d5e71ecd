// `npm run pictures`: renders the documents' pictures from pictures/*.dot.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PICTURES_FOLDER, renderPictures } from "../pictures/render.ts";

for (const [name, svg] of await renderPictures()) {
  await writeFile(join(PICTURES_FOLDER, name), svg);
  console.log(`Wrote docs/images/${name}`);
}
