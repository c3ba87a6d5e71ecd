// The document as the text of docs/asyncapi.yaml, formatted so that `npm run format` does not change it.

import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { stringify } from "yaml";
import { asyncApiDocument } from "./document.ts";

export const ASYNCAPI_FILE = fileURLToPath(new URL("../../docs/asyncapi.yaml", import.meta.url));

const HEADER =
  "# Generated from protocol/ and docs/protocol.md: `npm run asyncapi`. Do not edit.\n";

export async function renderAsyncApi(): Promise<string> {
  const text = stringify(asyncApiDocument(), {
    aliasDuplicateObjects: false,
    // Quotes strings that YAML 1.1 parsers would read as a date.
    compat: "yaml-1.1",
    lineWidth: 0,
  });
  const style = await resolveConfig(ASYNCAPI_FILE);
  return await format(HEADER + text, { ...style, parser: "yaml" });
}
