// A message on the wire: what a client sends, what every member receives, what is left when it is deleted.

import * as z from "zod";
import { id, newMessageId } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { jsonList, jsonObject, name, text, withinBytes } from "./text.ts";
import { userId } from "./users.ts";

export const DEFAULT_MESSAGE_TYPE = "text";

// The original document's example sends "" for "not seen".
const blank = z.literal("").transform(() => false);

const recipient = z.object({
  _id: z.union([z.literal(""), userId]),
  msg_seen: z.union([z.boolean(), z.pipe(blank, z.boolean())]).default(false),
});

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
  recipients: recipients.optional(),
  isStoryReply: z.boolean().default(false),
  reply_message: jsonObject(LIMITS.replyMessageBytes).default({}),
  message_type: name
    .overwrite((type) => type || DEFAULT_MESSAGE_TYPE)
    .default(DEFAULT_MESSAGE_TYPE),
  attachments: jsonList(LIMITS.attachments, LIMITS.attachmentsBytes).default([]),
  first_name: name.optional(),
  last_name: name.optional(),
  dateCreated: name.optional(),
});
export type MessageContent = z.infer<typeof messageContent>;

/** A message's content with its own, optional, id and the sender's claim to be themselves. */
export const sentMessage = messageContent.extend({
  _id: newMessageId.optional(),
  sender_id: userId.optional(),
});

type Sent = z.output<typeof sentMessage> & { room_id?: string };

const contentOf = ({ _id, sender_id: _sender, room_id: _room, ...content }: Sent) => content;

/** A check that a message with its defaults filled in is small enough to be stored. */
export const withinMessage = withinBytes(LIMITS.messageBytes, contentOf);

/** A message as members receive it. */
export const messageData = messageContent.extend({
  _id: id,
  room_id: id,
  sender_id: id,
  seq: z.int(),
  rev: z.int(),
  created_at: z.string(),
  edited_at: z.string().optional(),
});
export type MessageData = z.output<typeof messageData>;

/** What stands in a deleted message's place. */
export const tombstone = z.object({
  _id: id,
  room_id: id,
  seq: z.int(),
  rev: z.int(),
  sender_id: id,
  created_at: z.string(),
  deleted_at: z.string(),
});
export type Tombstone = z.infer<typeof tombstone>;

/** A message as it stands now. */
export const standingMessage = z.union([tombstone, messageData]);
export type StandingMessage = z.output<typeof standingMessage>;
