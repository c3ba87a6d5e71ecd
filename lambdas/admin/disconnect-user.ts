// `disconnect-user`: closes all connections of a user. Their clients may reconnect.

import * as z from "zod/mini";
import { userId } from "../../protocol/users.ts";
import { all } from "../chat/all.ts";
import { defineCommand, type AdminContext } from "./command.ts";

export const disconnectUser = defineCommand({
  name: "disconnect-user",
  summary: "Closes all connections of a user.",
  payload: z.strictObject({ user_id: userId }),
  run: async ({ user_id }, context) => ({ closed: await disconnect(user_id, context) }),
});

/** Closes all connections of a user, and returns their number. `$disconnect` removes them from the user. */
export async function disconnect(
  userId: string,
  { users, close }: Pick<AdminContext, "users" | "close">,
): Promise<number> {
  const connections = await users.connections(userId);
  await all(connections.map(({ id }) => close(id)));
  return connections.length;
}
