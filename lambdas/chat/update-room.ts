// `updateRoom`: changes a group's name or picture.

import { ChatError, notAGroup } from "./errors.ts";
import { renamedData } from "./events.ts";
import type { RenameEvent } from "./model.ts";
import { appendWithReceivers } from "./append-with-receivers.ts";
import { isInCharge } from "./system.ts";
import type { UseCase } from "./request.ts";

export const updateRoom: UseCase<"updateRoom"> = async (payload, request) => {
  const { room_id, room_name: name, image_url: image } = payload;
  const { entry, receivers } = await appendWithReceivers<RenameEvent>(
    request,
    room_id,
    ({ room }) => {
      if (room.peers) throw notAGroup();
      if (!isInCharge(room, request.caller)) {
        throw new ChatError("FORBIDDEN", "Only the owner may change the group.");
      }
      const changed = {
        ...(name !== undefined && { name }),
        ...(image !== undefined && { image }),
      };
      return { append: { kind: "rename", ...changed } };
    },
  );
  return {
    event: "room_updated",
    data: renamedData(room_id, entry),
    receivers,
    repeatable: true,
  };
};
