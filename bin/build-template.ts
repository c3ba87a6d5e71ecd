// `npm run build:template -- key=value …`: writes a CloudFormation template and its zips to template.out.

import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ConfigError } from "../lib/config.ts";
import { buildTemplate } from "../packaging/build-template.ts";

const folder = fileURLToPath(new URL("../template.out", import.meta.url));
const settings = process.argv.slice(2).map((argument) => {
  const [key = "", ...value] = argument.split("=");
  return [key, value.join("=")] as const;
});
try {
  await rm(folder, { recursive: true, force: true });
  await buildTemplate(folder, Object.fromEntries(settings));
  console.log(`Wrote ${folder}`);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
