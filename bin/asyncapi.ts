// `npm run asyncapi`: writes docs/asyncapi.yaml, the machine-readable protocol.

import { writeFile } from "node:fs/promises";
import { ASYNCAPI_FILE, renderAsyncApi } from "../generators/asyncapi/render.ts";

await writeFile(ASYNCAPI_FILE, await renderAsyncApi());
console.log(`Wrote ${ASYNCAPI_FILE}`);
