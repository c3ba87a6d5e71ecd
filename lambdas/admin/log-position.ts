// The position at which a long command continues.

import * as z from "zod/mini";
import { id, revMark } from "../../protocol/identifiers.ts";

export const logPosition = z
  .strictObject({ room_id: id, after_rev: revMark })
  .check(z.describe("The position from which to continue, from the previous answer."));

/** A position in the log of one of a user's rooms. */
export type LogPosition = z.output<typeof logPosition>;
