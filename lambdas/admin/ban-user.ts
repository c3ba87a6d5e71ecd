// `ban-user`: refuses all further handshakes of a user, and closes their connections.

import * as z from "zod/mini";
import { userId } from "../../protocol/users.ts";
import { defineCommand } from "./command.ts";
import { disconnect } from "./disconnect-user.ts";

export const banUser = defineCommand({
  name: "ban-user",
  summary: "Refuses every handshake of a user from now on, and closes their connections.",
  payload: z.strictObject({ user_id: userId }),
  async run({ user_id }, context) {
    // The ban comes first: a connection opened in between is refused, or is among those that are closed.
    await context.users.ban(user_id, context.request.now());
    return { closed: await disconnect(user_id, context) };
  },
});
