// The envelope of every frame. Client to server: `action` with the payload's fields beside it. Server to client:
// `event` with the payload in `data`.

import * as z from "zod/mini";
import { LIMITS } from "./limits.ts";
import { text } from "./text.ts";

export const requestId = text(LIMITS.requestIdCharacters).check(
  z.minLength(1),
  z.describe("The id of a request. Only the reply to the request has it."),
);

/** The fields that every client frame may have beside its action's payload. */
export const clientFrame = z.object({ action: z.string(), request_id: z.optional(requestId) });

/** The fields of every server frame. `next_cursor` is beside `data` if `data` is a list. */
export const serverFrame = z.object({
  event: z.string(),
  request_id: z.optional(requestId),
  data: z.unknown(),
  next_cursor: z.optional(z.string()),
});
export type ServerFrame = z.infer<typeof serverFrame>;
