// `ping`: keeps an idle connection from being closed.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { time } from "./identifiers.ts";

export const ping = defineAction({
  name: "ping",
  summary: "Keeps the connection open, and returns the server's time.",
  payload: z.object({}),
  event: {
    name: "pong",
    data: z.object({ server_time: time }).check(z.describe("The answer to `ping`.")),
  },
  to: "caller",
  grants: { table: [] },
});
