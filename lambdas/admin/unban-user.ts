// `unban-user`: lets a banned user connect again.

import * as z from "zod/mini";
import { userId } from "../../protocol/users.ts";
import { defineCommand } from "./command.ts";

export const unbanUser = defineCommand({
  name: "unban-user",
  summary: "Lets a banned user connect again.",
  payload: z.strictObject({ user_id: userId }),
  run: async ({ user_id }, { users }) => ({ was_banned: await users.unban(user_id) }),
});
