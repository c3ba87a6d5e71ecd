// `npm run protocol-types`: writes client/protocol-types.ts, the protocol's types without zod.

import { writeFile } from "node:fs/promises";
import { PROTOCOL_TYPES_FILE, renderProtocolTypes } from "../generators/protocol-types/render.ts";

await writeFile(PROTOCOL_TYPES_FILE, await renderProtocolTypes());
console.log(`Wrote ${PROTOCOL_TYPES_FILE}`);
