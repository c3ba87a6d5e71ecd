// `typing`: notifies a room that the caller is typing. Nothing is stored.

import { chargeByChance, checkRoom, roomPrice } from "./limits.ts";
import { authorize } from "./authorize.ts";
import { usersOf } from "./receivers.ts";
import type { UseCase } from "./request.ts";
import { memberIds } from "./wire.ts";

export const typing: UseCase<"typing"> = async (payload, request) => {
  const { userId, firstName } = request.caller;
  const view = await authorize(request, payload.room_id);
  const { room, member } = view;
  const charge = await checkRoom(request, room, member, roomPrice(room) / 2);
  const ids = memberIds(view);
  // In a large room, `typing` is not sent to others.
  const receivers = ids && usersOf(request, ids);
  const users = (await receivers?.read()) ?? [];
  const remembered = users.find((user) => user.id === userId)?.firstName;
  const first_name = remembered ?? firstName;
  return {
    event: "typing",
    data: { ...payload, user_id: userId, ...(first_name !== undefined && { first_name }) },
    ...(receivers && { receivers }),
    alongside: [() => chargeByChance(request, room.id, charge)],
    repeatable: true,
  };
};
