// `npm run build:cdk`: builds the npm package of the construct, cdk/dist.

import { rm } from "node:fs/promises";
import { buildCdkPackage, CDK_FOLDER } from "../packaging/build-cdk.ts";

await rm(`${CDK_FOLDER}dist`, { recursive: true, force: true });
await buildCdkPackage(CDK_FOLDER);
console.log(`Wrote ${CDK_FOLDER}dist`);
