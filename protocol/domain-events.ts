// The domain events for other systems: the detail of each, as EventBridge carries it. Clients never receive them.

import * as z from "zod/mini";
import { addMembers } from "./add-members.ts";
import { deleteMessage } from "./delete-message.ts";
import { id, rev, seq, time } from "./identifiers.ts";
import { removeMember } from "./remove-member.ts";
import { roomType } from "./room.ts";

const messageSent = z.object({
  room_id: id,
  message_id: id,
  sender_id: id,
  rev,
  seq,
  created_at: time,
  message_type: z.string(),
  text: z
    .optional(z.string())
    .check(
      z.describe("Its first 200 characters, as a reader counts them; left out with eventText=off."),
    ),
  offline_user_ids: z
    .array(id)
    .check(
      z.describe(
        "Members other than the sender who did not get the message on any live connection.",
      ),
    ),
  continued: z
    .optional(z.literal(true))
    .check(z.describe("More members of a message that another event announced.")),
});

const roomCreated = z.object({
  room_id: id,
  type: roomType,
  room_name: z.string(),
  creator_id: id,
  created_at: time,
  user_ids: z.array(id).check(z.describe("The first members, the creator included.")),
});

/** The schema of each event's detail, by its `detail-type`. */
export const DOMAIN_EVENTS = {
  MessageSent: messageSent,
  RoomCreated: roomCreated,
  MembersAdded: addMembers.event.data,
  MemberRemoved: removeMember.event.data,
  MessageDeleted: deleteMessage.event.data,
} as const;

export type DomainEventName = keyof typeof DOMAIN_EVENTS;

/** A domain event: its `detail-type` and its detail. */
export type DomainEvent = {
  [Name in DomainEventName]: {
    readonly type: Name;
    readonly detail: z.output<(typeof DOMAIN_EVENTS)[Name]>;
  };
}[DomainEventName];
