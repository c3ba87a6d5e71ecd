// `getDownload`: a temporary URL of a room's file.

import { all } from "./all.ts";
import { isInRoom } from "./attachments.ts";
import { ChatError } from "./errors.ts";
import { pay } from "./limits.ts";
import { authorizeMember } from "./authorize.ts";
import type { UseCase } from "./request.ts";
import { iso } from "./wire.ts";

export const getDownload: UseCase<"getDownload"> = async ({ room_id, key }, request) => {
  await all([authorizeMember(request, room_id), pay(request, "reads", 1)]);
  if (!isInRoom(room_id, key)) throw new ChatError("NOT_FOUND", "The room holds no such file.");
  const { url, expiresAt } = await request.files.download(key, request.now());
  return { event: "download", data: { url, expires_at: iso(expiresAt) }, repeatable: true };
};
