// A message on the wire: what a client sends, what every member receives, what is left when it is deleted.

import * as z from "zod";
import { id, newMessageId, rev, seq, time } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { reactionCounts } from "./reaction.ts";
import { jsonList, jsonObject, name, text, withinBytes } from "./text.ts";
import { userId } from "./users.ts";

export const DEFAULT_MESSAGE_TYPE = "text";

/** Tells a tombstone from a message, in types too: a message never has it. */
export const deleted = z.literal(true).describe("It was deleted: this is what is left of it.");
export const notDeleted = z.literal(false).optional().describe("Left out: it is not deleted.");

// The original document's example sends "" for "not seen".
const blank = z.literal("").transform(() => false);

export const recipient = z
  .object({
    _id: z.union([z.literal(""), userId]),
    msg_seen: z.union([z.boolean(), z.pipe(blank, z.boolean())]).default(false),
  })
  .describe("Somebody whom a message is for; in history, whether they have seen it.");

const recipients = z
  .array(recipient)
  .overwrite((entries) => entries.filter((entry) => entry._id !== ""))
  .max(LIMITS.messageRecipients);

/** What a message says. Control characters take six bytes each, so that not every text of 8,000 characters fits. */
export const messageText = text(LIMITS.messageCharacters)
  .check(withinBytes(LIMITS.messageBytes))
  .meta({ description: `At most ${LIMITS.messageBytes} bytes when encoded as JSON.` });

/** What a sender writes, apart from where it goes and who they are. Defaults are filled in by parsing. */
export const messageContent = z.object({
  message: messageText.default(""),
  recipients: recipients
    .optional()
    .describe("Passed on, used for nothing. Left out, members get the room's other members here."),
  isStoryReply: z.boolean().default(false),
  reply_message: jsonObject(LIMITS.replyMessageBytes).default({}),
  message_type: name
    .overwrite((type) => type || DEFAULT_MESSAGE_TYPE)
    .default(DEFAULT_MESSAGE_TYPE),
  attachments: jsonList(LIMITS.attachments, LIMITS.attachmentsBytes).default([]),
  first_name: name.optional().describe("Passed on as the sender wrote it."),
  last_name: name.optional().describe("Passed on as the sender wrote it."),
  dateCreated: name.optional().describe("The sender's own clock, passed on, used for nothing."),
});
export type MessageContent = z.infer<typeof messageContent>;

export const sentMessage = messageContent
  .extend({
    _id: newMessageId
      .optional()
      .describe("Of the sender's choosing, so that sending it twice stores it once."),
    sender_id: userId.optional(),
  })
  .describe("A message's content with its own id, and the sender's claim to be themselves.");

type Sent = z.output<typeof sentMessage> & { room_id?: string };

const contentOf = ({ _id, sender_id: _sender, room_id: _room, ...content }: Sent) => content;

/** A check that a message with its defaults filled in is small enough to be stored. */
export const withinMessage = withinBytes(LIMITS.messageBytes, contentOf);

const stamp = {
  _id: id,
  room_id: id,
  sender_id: id,
  seq,
  rev,
  created_at: time,
};

export const messageData = messageContent
  .extend({
    ...stamp,
    edited_at: time.optional(),
    reactions: reactionCounts.optional(),
    deleted: notDeleted,
  })
  .describe("A message as members receive it.");
export type MessageData = z.output<typeof messageData>;

export const tombstone = z
  .object({
    ...stamp,
    deleted,
    deleted_at: time,
  })
  .describe("What stands in a deleted message's place.");
export type Tombstone = z.infer<typeof tombstone>;

export const messageOrTombstone = z
  .union([tombstone, messageData])
  .describe("A message as it stands now: `deleted` tells whether it is a tombstone.");
export type MessageOrTombstone = z.output<typeof messageOrTombstone>;
