// The envelope of every frame. Client to server: `action` with the payload's fields beside it. Server to client:
// `event` with the payload in `data`.

import * as z from "zod";
import { LIMITS } from "./limits.ts";
import { text } from "./text.ts";

export const requestId = text(LIMITS.requestIdCharacters)
  .min(1)
  .describe("Names one request; only the reply to it carries it.");

/** What every client frame may hold beside its action's payload. */
export const clientFrame = z.object({ action: z.string(), request_id: requestId.optional() });

/** What every server frame holds. `next_cursor` stands beside `data` where `data` is a list. */
export const serverFrame = z.object({
  event: z.string(),
  request_id: requestId.optional(),
  data: z.unknown(),
  next_cursor: z.string().optional(),
});
export type ServerFrame = z.infer<typeof serverFrame>;
