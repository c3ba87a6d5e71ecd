// The protocol's limits that the page enforces. The page bundles no schemas, so the numbers are repeated here, and the
// compiler compares them.

import type { LIMITS as PROTOCOL_LIMITS } from "../protocol/limits.ts";

export const LIMITS = {
  messageCharacters: 8_000,
  nameCharacters: 100,
  imageUrlCharacters: 512,
  attachments: 10,
} as const satisfies Partial<typeof PROTOCOL_LIMITS>;
