// `npm run asyncapi`: writes docs/asyncapi.yaml anew, the protocol for machines.

import { writeFile } from "node:fs/promises";
import { ASYNCAPI_FILE, renderAsyncApi } from "../generators/asyncapi/render.ts";

await writeFile(ASYNCAPI_FILE, await renderAsyncApi());
console.log(`Wrote ${ASYNCAPI_FILE}`);
