// `ban-user`: refuses a user's handshakes from now on, and closes their connections.

import * as z from "zod/mini";
import { userId } from "../../protocol/users.ts";
import { defineCommand } from "./command.ts";
import { disconnect } from "./disconnect-user.ts";

export const banUser = defineCommand({
  name: "ban-user",
  summary: "Refuses every handshake of a user from now on, and closes their connections.",
  payload: z.strictObject({ user_id: userId }),
  async run({ user_id }, context) {
    // In this order: who connects in between is refused, or among those that are closed.
    await context.users.ban(user_id, context.request.now());
    return { closed: await disconnect(user_id, context) };
  },
});
