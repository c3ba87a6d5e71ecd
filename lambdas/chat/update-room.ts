// `updateRoom`: another name or picture for a group.

import { ChatError, notAGroup } from "./errors.ts";
import { renamedData } from "./events.ts";
import { append } from "./log.ts";
import type { RenameEvent } from "./model.ts";
import type { UseCase } from "./request.ts";
import { memberIds } from "./wire.ts";

export const updateRoom: UseCase<"updateRoom"> = async (payload, request) => {
  const { room_id, room_name: name, image_url: image } = payload;
  const { entry, view } = await append<RenameEvent>(request, room_id, ({ room }) => {
    if (room.peers) throw notAGroup();
    if (room.owner !== request.caller.userId) {
      throw new ChatError("FORBIDDEN", "Only the owner may change the group.");
    }
    const changed = { ...(name !== undefined && { name }), ...(image !== undefined && { image }) };
    return { append: { kind: "rename", ...changed } };
  });
  return {
    event: "room_updated",
    data: renamedData(room_id, entry),
    to: memberIds(view),
    repeatable: true,
  };
};
