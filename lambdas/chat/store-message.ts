// Stores a message exactly once, even if its request is repeated. Shared by `sendMessage` and `sendNewMessage`.

import type * as z from "zod/mini";
import type { sentMessage } from "../../protocol/message.ts";
import { checkAttachments, keepFiles } from "./attachments.ts";
import { ChatError } from "./errors.ts";
import { bytesOf } from "./frame-budget.ts";
import { findClaimed } from "./find-message.ts";
import { joinRooms } from "./join-room.ts";
import type { Claim, MessageEvent, RoomView, StoredMessage } from "./model.ts";
import { appendWithReceivers } from "./append-with-receivers.ts";
import type { Receivers } from "./receivers.ts";
import type { Outcome, Request } from "./request.ts";
import { eraBefore, expiryBeside } from "./retention.ts";

/** A long message costs more tokens, because the cost of storing, posting and reading it depends on its size. */
const BYTES_PER_TOKEN = 16 * 1024;

type SentMessage = z.output<typeof sentMessage>;

export interface Sent {
  readonly message: StoredMessage;
  readonly view: RoomView;
  readonly receivers: Receivers;
  /** The part of the outcome that both actions share. */
  readonly outcome: Pick<Outcome, "receivers" | "alongside" | "repeatable">;
}

/** The claim of a chosen id. `isNew`: this attempt made it. */
type Claimed = Promise<Claim & { readonly isNew: boolean }>;

/** What an action has read or begun before it stores a message. */
interface Known {
  /** The room, if it has just been read or made. */
  readonly view?: RoomView | undefined;
  /** The claim of the message's id, if it has begun already. */
  readonly claimed?: Claimed | undefined;
}

/**
 * Appends the message, or finds the existing message with its id in this room. Throws CONFLICT if the id belongs to
 * another sender, BAD_REQUEST for a wrong attachment, and the errors of `appendWithReceivers`.
 */
export async function storeMessage(
  request: Request,
  roomId: string,
  sent: SentMessage,
  { view: known, claimed }: Known = {},
): Promise<Sent> {
  const { message, recipients, isStoryReply, reply_message, message_type, attachments } = sent;
  const content = {
    message,
    isStoryReply,
    reply_message,
    message_type,
    attachments,
    ...(recipients && { recipients }),
    ...named(sent, "first_name", "last_name", "dateCreated"),
  };
  checkAttachments(request, roomId, attachments);
  let keeping: Promise<void> | undefined;
  let begun = claimed;
  const event: MessageEvent = { kind: "message", ...chosen(sent._id), content };

  const { entry, view, receivers, charge } = await appendWithReceivers<MessageEvent, StoredMessage>(
    request,
    roomId,
    async (room) => {
      await joinRooms(request, [room]);
      if (sent._id !== undefined) {
        const existing = await findOwn(
          request,
          room,
          sent._id,
          begun ?? claim(request, roomId, sent._id, room.room.head.rev + 1),
        );
        if (existing) return { existing };
      }
      begun = undefined;
      await (keeping ??= keepFiles(request, roomId, attachments));
      return { append: event };
    },
    // The charge is part of the write of the read mark, which sending moves.
    {
      isPaidLater: true,
      extraTokens: bytesOf(content) / BYTES_PER_TOKEN,
      ...(known && { known }),
    },
  );
  const seenSeq = view.member.seenSeq;
  const advance = () => request.log.advance(roomId, entry);
  const beginsPeriod = eraBefore(entry) !== undefined;
  if (beginsPeriod && entry.rev > view.room.head.rev) await advance();
  return {
    message: entry,
    view,
    receivers,
    outcome: {
      receivers,
      alongside: [
        // A repeat advances too, in case the first attempt did not. The fan-out moves the head of a large room.
        ...(beginsPeriod || view.room.large ? [] : [advance]),
        () =>
          seenSeq >= entry.seq
            ? request.buckets.chargeMember(roomId, request.caller.userId, charge)
            : request.rooms.markSeen(roomId, request.caller.userId, entry, charge),
      ],
      repeatable: sent._id !== undefined,
    },
  };
}

const chosen = (id: string | undefined) => (id === undefined ? {} : { chosenId: id });

// Only the fields that were sent, so that an absent field stays absent in the table and in the frame.
function named<Key extends string>(sent: Partial<Record<Key, string>>, ...keys: Key[]) {
  return Object.fromEntries(
    keys.flatMap((key) => (sent[key] === undefined ? [] : [[key, sent[key]]])),
  ) as Partial<Record<Key, string>>;
}

function claim(request: Request, roomId: string, id: string, base: number): Claimed {
  const { retentionDays: days } = request;
  return request.messages.claim(roomId, id, {
    sender: request.caller.userId,
    base,
    ...(days !== undefined && { expiresAt: expiryBeside(request.now(), days) }),
  });
}

/**
 * Begins to claim an id concurrently with the last step of making its room. Nothing has been appended yet, so the
 * message is in the first slot or later; and a claimed id never passes to another sender.
 */
export const claimInNewRoom = (request: Request, roomId: string, id: string): Claimed =>
  request.begin(claim(request, roomId, id, 1));

// The caller's existing message with this id, if it is in the log.
async function findOwn(
  request: Request,
  { room }: RoomView,
  id: string,
  claimed: Claimed,
): Promise<StoredMessage | undefined> {
  const { isNew, ...existing } = await claimed;
  if (isNew) return undefined;
  if (existing.sender !== request.caller.userId) {
    throw new ChatError("CONFLICT", "This message id is taken.");
  }
  return await findClaimed(request, room, id, existing);
}
