// `erase-user`: erases everything that a user wrote, and ends all of their memberships. It handles one room after
// another, and erases each message and reaction by an event of its own, so that the members receive it like any other
// deletion. A repeated command skips what is already erased, so a command that ends early continues with the next call.

import * as z from "zod/mini";
import { userId } from "../../protocol/users.ts";
import { appendWithReceivers } from "../chat/append-with-receivers.ts";
import { deleteMessage, removeFiles } from "../chat/delete-message.ts";
import { ChatError } from "../chat/errors.ts";
import { removedData } from "../chat/events.ts";
import { messageId } from "../chat/find-message.ts";
import type { Removal, Entry, ReactEvent, RemoveEvent, StoredMessage } from "../chat/model.ts";
import { reactMessage } from "../chat/react-message.ts";
import { isKept } from "../chat/retention.ts";
import { removal, removed as removedOutcome, withRemoved } from "../chat/remove-member.ts";
import { defineCommand, type AdminContext } from "./command.ts";
import { disconnect } from "./disconnect-user.ts";
import { logPosition, type LogPosition } from "./log-position.ts";

/** The number of entries per read of a log. */
const PAGE = 100;

export const eraseUser = defineCommand({
  name: "erase-user",
  summary:
    "Erases a user's messages, files and reactions, ends their memberships, deletes their name and read marks.",
  payload: z.strictObject({ user_id: userId, cursor: z.optional(logPosition) }),
  async run({ user_id, cursor }, context) {
    await disconnect(user_id, context);
    const erased = { rooms: 0, messages: 0 };
    for (;;) {
      const [room_id] = await context.records.roomsOf(user_id);
      if (room_id === undefined) break;
      const isMade = (await context.request.rooms.room(room_id)) !== undefined;
      if (isMade) {
        // First, so that the user cannot write more while the rest is erased.
        await endMembership(room_id, user_id, context);
        const after_rev = cursor?.room_id === room_id ? cursor.after_rev : 0;
        const { messages, next } = await eraseWritten({ room_id, after_rev }, user_id, context);
        erased.messages += messages;
        if (next) return { ...erased, done: false, cursor: next };
      }
      await context.records.forgetRoom(user_id, room_id, { isMade });
      erased.rooms += 1;
    }
    await context.records.forgetUser(user_id);
    return { ...erased, done: true };
  },
});

// Also in a pair's room, which nobody can leave otherwise.
async function endMembership(
  roomId: string,
  userId: string,
  { request, deliver }: AdminContext,
): Promise<void> {
  try {
    const removed = await appendWithReceivers<RemoveEvent, Removal>(
      request,
      roomId,
      (view) => removal(view, userId, request),
      { idsOf: withRemoved(userId) },
    );
    const { entry, receivers, alongside } = removed;
    await deliver({
      ...removedOutcome(removedData(roomId, userId, entry)),
      receivers,
      alongside,
      repeatable: true,
    });
  } catch (error) {
    // Neither a member nor a former one: an earlier command has already deleted the membership.
    if (!(error instanceof ChatError && error.code === "NOT_FOUND")) throw error;
  }
}

async function eraseWritten(
  from: LogPosition,
  userId: string,
  context: AdminContext,
): Promise<{ messages: number; next?: LogPosition }> {
  const { room_id } = from;
  let { after_rev } = from;
  let messages = 0;
  for (;;) {
    const room = await context.request.rooms.room(room_id);
    const entries = await context.request.log.stored(room_id, after_rev, PAGE);
    for (const entry of entries) {
      if (!context.hasTime()) return { messages, next: { room_id, after_rev } };
      if (room && !isKept(room, entry.rev)) {
        // An expired entry cannot be read any more, but it may take a while until it is deleted.
        if (entry.by === userId) messages += await eraseExpired(room_id, entry, context);
      } else if (entry.by === userId && entry.kind === "message" && !isDeleted(entry)) {
        const payload = { room_id, message_id: messageId(entry) };
        await context.deliver(await deleteMessage(payload, context.request));
        messages += 1;
      } else if (entry.by === userId && entry.kind === "react" && entry.on) {
        await takeOff(room_id, entry, context);
      }
      after_rev = entry.rev;
    }
    if (entries.length < PAGE) return { messages };
  }
}

// Applies the same change as a deletion, but notifies nobody. Returns the number of erased messages.
async function eraseExpired(
  roomId: string,
  entry: Entry,
  { request }: AdminContext,
): Promise<number> {
  if (entry.kind !== "message" || isDeleted(entry)) return 0;
  await removeFiles(request, roomId, entry);
  const { rev: target } = entry;
  const deletion = { kind: "delete" as const, target, messageId: messageId(entry), unpins: false };
  const { content: _content, ...stamp } = entry;
  const by = { by: request.caller.userId, at: request.now(), nonce: request.nonce() };
  return (await request.log.apply(roomId, { ...stamp, ...deletion, ...by })) ? 1 : 0;
}

const isDeleted = (message: StoredMessage): boolean => message.deleted !== undefined;

// Acts as the user, because the reaction is theirs. The message may have been deleted since.
async function takeOff(
  room_id: string,
  { messageId: message_id, reaction, by }: Entry<ReactEvent>,
  { request, deliver }: AdminContext,
): Promise<void> {
  const caller = { ...request.caller, userId: by };
  try {
    const payload = { room_id, message_id, reaction, on: false };
    await deliver(await reactMessage(payload, { ...request, caller }));
  } catch (error) {
    if (!(error instanceof ChatError && error.code === "NOT_FOUND")) throw error;
  }
}
