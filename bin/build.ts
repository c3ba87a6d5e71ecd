// `npm run build`: builds the npm package of the client, client/dist.

import { rm } from "node:fs/promises";
import { buildPackage, PACKAGE_FOLDER } from "../packaging/build.ts";

const dist = `${PACKAGE_FOLDER}dist`;
await rm(dist, { recursive: true, force: true });
const files = await buildPackage(PACKAGE_FOLDER);
console.log(`Wrote ${files.length} files to ${dist}`);
