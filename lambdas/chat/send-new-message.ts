// `sendNewMessage`: sends a message to users instead of a room; their conversation is found or created.

import { checkAttachments } from "./attachments.ts";
import { messageSent, roomCreated } from "./domain-events.ts";
import { badField } from "./errors.ts";
import { joinMembers } from "./join-members.ts";
import { NEW_ROOM_TOKENS, pay } from "./limits.ts";
import { conversationRoomId, makeRoom, pairRoomId } from "./make-room.ts";
import type { Payload } from "../../protocol/actions.ts";
import type { RoomView } from "./model.ts";
import type { Request, UseCase } from "./request.ts";
import { claimInNewRoom, storeMessage } from "./store-message.ts";
import { memberIds, messageData, roomData } from "./wire.ts";

export const sendNewMessage: UseCase<"sendNewMessage"> = async (payload, request) => {
  const { id, userIds, ...known } = await openConversation(payload, request);
  const stored = await storeMessage(request, id, payload.message, known);
  const { message, view, outcome } = stored;
  // For a new large group, the action itself delivers, because the event's name is each receiver's id.
  const receivers = (await joinMembers(request, view, payload.recipient_id)) ?? stored.receivers;
  const users = view.room.peers && receivers.kind === "users" ? await receivers.read() : [];
  const firstNames = new Map(
    users.flatMap((user) => (user.firstName === undefined ? [] : [[user.id, user.firstName]])),
  );
  return {
    event: (userId) => userId,
    room: id,
    data: {
      ...messageData(message, view.room.id, memberIds(view)),
      room: roomData(view.room, firstNames),
      ...(payload.user_name !== undefined && { user_name: payload.user_name }),
    },
    ...outcome,
    receivers,
    publishes: (offline) => [
      ...(userIds ? [roomCreated(view.room, userIds)] : []),
      ...(offline ? messageSent(id, message, offline) : []),
    ],
  };
};

interface Conversation {
  readonly id: string;
  readonly view: RoomView | undefined;
  /** The first members; undefined if a pair's room was found. */
  readonly userIds?: readonly string[];
  /** The claim of the message's id, if it began concurrently with the making of the room. */
  readonly claimed?: ReturnType<typeof claimInNewRoom> | undefined;
}

// A pair's room nearly always exists, so it is read first; a group's room exists only for a repeat.
async function openConversation(
  payload: Payload<"sendNewMessage">,
  request: Request,
): Promise<Conversation> {
  const caller = request.caller.userId;
  const userIds = [...new Set([caller, ...payload.recipient_id])];
  const isPair = payload.type === "peer-to-peer";
  if (isPair && userIds.length !== 2) {
    throw badField("recipient_id", "must be someone else than the caller");
  }
  const id = isPair
    ? pairRoomId(request, userIds)
    : conversationRoomId(request, payload.message._id);
  // An invalid message must not make a room.
  checkAttachments(request, id, payload.message.attachments);
  const known = isPair ? await request.rooms.readFor(id, caller) : undefined;
  if (known) return { id, view: known };

  await pay(request, "invites", NEW_ROOM_TOKENS + userIds.length);
  const { type, room_name: name, image_url: image } = payload;
  const { _id: messageId } = payload.message;
  let claimed: Conversation["claimed"];
  const view = await makeRoom(request, { id, type, name, image, memberIds: userIds }, () => {
    if (messageId !== undefined) claimed = claimInNewRoom(request, id, messageId);
  });
  return { id, view, userIds, claimed };
}
