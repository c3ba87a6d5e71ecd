// The expiry attribute of a log's items. The room determines when they have expired; the table deletes them later.

import { DELETED_AFTER_MS } from "../../chat/retention.ts";
import { EXPIRY } from "../schema.ts";

/** The table's expiry attribute for an item that expires at a time in epoch milliseconds; empty if it never expires. */
export const expiryAttribute = (expiresAt: number | undefined): Readonly<Record<string, number>> =>
  expiresAt === undefined ? {} : { [EXPIRY]: Math.ceil((expiresAt + DELETED_AFTER_MS) / 1_000) };

/** When an item with this attribute expires, in epoch milliseconds. */
export const expiryIn = (attribute: number | undefined): number | undefined =>
  attribute === undefined ? undefined : attribute * 1_000 - DELETED_AFTER_MS;
