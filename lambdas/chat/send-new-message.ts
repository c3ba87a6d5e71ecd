// `sendNewMessage`: a message to users instead of a room; the conversation is found or created.

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
  const { id, people, ...known } = await openConversation(payload, request);
  const stored = await storeMessage(request, id, payload.message, known);
  const { message, view, outcome } = stored;
  // A group that is born large is told by the action, which is to tell each of them by name.
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
      ...(people ? [roomCreated(view.room, people)] : []),
      ...(offline ? messageSent(id, message, offline) : []),
    ],
  };
};

interface Conversation {
  readonly id: string;
  readonly view: RoomView | undefined;
  readonly people?: readonly string[];
  readonly claimed?: ReturnType<typeof claimInNewRoom> | undefined;
}

// A pair's room is nearly always there already, so it is looked for first; a group's never is. The people are those with
// whom it was made, if it was not there; the message is claimed then beside the end of that.
async function openConversation(
  payload: Payload<"sendNewMessage">,
  request: Request,
): Promise<Conversation> {
  const caller = request.caller.userId;
  const people = [...new Set([caller, ...payload.recipient_id])];
  const isPair = payload.type === "peer-to-peer";
  if (isPair && people.length !== 2) {
    throw badField("recipient_id", "must be someone else than the caller");
  }
  const id = isPair
    ? pairRoomId(request, people)
    : conversationRoomId(request, payload.message._id);
  // Before a room is made for it.
  checkAttachments(request, id, payload.message.attachments);
  const known = isPair ? await request.rooms.readFor(id, caller) : undefined;
  if (known) return { id, view: known };

  await pay(request, "invites", NEW_ROOM_TOKENS + people.length);
  const { type, room_name: name, image_url: image } = payload;
  const { _id: messageId } = payload.message;
  let claimed: Conversation["claimed"];
  const view = await makeRoom(request, { id, type, name, image, memberIds: people }, () => {
    if (messageId !== undefined) claimed = claimInNewRoom(request, id, messageId);
  });
  return { id, view, people, claimed };
}
