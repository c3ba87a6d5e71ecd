// A message on the wire: as a client sends it, as every member receives it, and its tombstone.

import * as z from "zod/mini";
import { id, newMessageId, rev, seq, time } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { reactionCounts } from "./reaction.ts";
import { jsonList, jsonObject, name, text, withinBytes } from "./text.ts";
import { userId } from "./users.ts";

export const DEFAULT_MESSAGE_TYPE = "text";

/** Distinguishes a tombstone from a message, in types too: a message never has this field. */
export const deleted = z
  .literal(true)
  .check(z.describe("The message was deleted; this is its tombstone."));
export const notDeleted = z
  .optional(z.literal(false))
  .check(z.describe("Absent: the message is not deleted."));

// The original document's example sends "" for "not seen".
const blank = z.pipe(
  z.literal(""),
  z.transform(() => false),
);

export const recipient = z
  .object({
    _id: z.union([z.literal(""), userId]),
    msg_seen: z._default(z.union([z.boolean(), z.pipe(blank, z.boolean())]), false),
  })
  .check(z.describe("A recipient of a message; in history, whether they have seen it."));

const recipients = z.array(recipient).check(
  z.overwrite((entries) => entries.filter((entry) => entry._id !== "")),
  z.maxLength(LIMITS.messageRecipients),
);

/** A message's text. Control characters take six bytes each, so not every text of 8,000 characters fits. */
export const messageText = text(LIMITS.messageCharacters).check(
  withinBytes(LIMITS.messageBytes),
  z.meta({ description: `At most ${LIMITS.messageBytes} bytes when encoded as JSON.` }),
);

/** A message's content, without its room and sender. Parsing fills in the defaults. */
export const messageContent = z.object({
  message: z._default(messageText, ""),
  recipients: z
    .optional(recipients)
    .check(
      z.describe(
        "Passed on; the server does not use them. If they are absent, members receive the room's other members here.",
      ),
    ),
  isStoryReply: z._default(z.boolean(), false),
  reply_message: z._default(jsonObject(LIMITS.replyMessageBytes), {}),
  message_type: z._default(
    name.check(z.overwrite((type) => type || DEFAULT_MESSAGE_TYPE)),
    DEFAULT_MESSAGE_TYPE,
  ),
  attachments: z._default(jsonList(LIMITS.attachments, LIMITS.attachmentsBytes), []),
  first_name: z.optional(name).check(z.describe("As the sender sent it.")),
  last_name: z.optional(name).check(z.describe("As the sender sent it.")),
  dateCreated: z
    .optional(name)
    .check(
      z.describe(
        "The time of the sender's clock, passed on unchanged. The server does not use it.",
      ),
    ),
});
export type MessageContent = z.infer<typeof messageContent>;

export const sentMessage = z
  .extend(messageContent, {
    _id: z
      .optional(newMessageId)
      .check(
        z.describe(
          "Chosen by the client: a message that is sent again with the same id is stored only once.",
        ),
      ),
    sender_id: z.optional(userId),
  })
  .register(z.globalRegistry, {
    description:
      "A message's content, with its optional id and sender. `sender_id` must be the caller.",
  });

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

export const messageData = z
  .extend(messageContent, {
    ...stamp,
    edited_at: z.optional(time),
    reactions: z.optional(reactionCounts),
    deleted: notDeleted,
  })
  .register(z.globalRegistry, { description: "A message as members receive it." });
export type MessageData = z.output<typeof messageData>;

export const tombstone = z
  .object({
    ...stamp,
    deleted,
    deleted_at: time,
  })
  .register(z.globalRegistry, { description: "The tombstone of a deleted message, in its place." });
export type Tombstone = z.infer<typeof tombstone>;

export const messageOrTombstone = z
  .union([tombstone, messageData])
  .check(z.describe("The current state of a message: with `deleted`, it is a tombstone."));
export type MessageOrTombstone = z.output<typeof messageOrTombstone>;
