// `npm run protocol-types`: writes client/protocol-types.ts anew, the protocol's types for those who have no zod.

import { writeFile } from "node:fs/promises";
import { PROTOCOL_TYPES_FILE, renderProtocolTypes } from "../generators/protocol-types/render.ts";

await writeFile(PROTOCOL_TYPES_FILE, await renderProtocolTypes());
console.log(`Wrote ${PROTOCOL_TYPES_FILE}`);
