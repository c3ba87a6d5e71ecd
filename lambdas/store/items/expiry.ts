// When items may go of which rooms say when they have expired: the table may delete them some time after that.

import { DELETED_AFTER_MS } from "../../chat/retention.ts";
import { EXPIRY } from "../schema.ts";

/** The attribute by which the table deletes an item that expires at a time in epoch milliseconds; nothing if it is kept. */
export const expiryAttribute = (expiresAt: number | undefined): Readonly<Record<string, number>> =>
  expiresAt === undefined ? {} : { [EXPIRY]: Math.ceil((expiresAt + DELETED_AFTER_MS) / 1_000) };

/** When an item with this attribute expires. */
export const expiryIn = (attribute: number | undefined): number | undefined =>
  attribute === undefined ? undefined : attribute * 1_000 - DELETED_AFTER_MS;
