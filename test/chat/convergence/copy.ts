// A client's copy of one room, built from pages and frames, to be compared with a newly fetched one.

import type { ListedRoom } from "../../../protocol/connect-rooms.ts";
import { withReaction } from "../../../client/reactions.ts";
import type { MessageData, MessageOrTombstone } from "../../../protocol/message.ts";
import type { ReactionCount } from "../../../protocol/reaction.ts";
import type { RoomEvent } from "../../../protocol/room-event.ts";
import type { Frame } from "./network.ts";

interface Known {
  readonly sender_id: string;
  readonly seq: number;
  readonly message?: string;
  readonly edited_at?: string;
  readonly deleted_at?: string;
  readonly reactions?: ReactionCount[];
}

export class Copy {
  readonly messages = new Map<string, Known>();
  readonly pins = new Set<string>();
  readonly members = new Map<string, number>();
  name: string;
  memberCount: number;
  owner?: string;

  constructor({ room_name, member_count }: ListedRoom) {
    this.name = room_name;
    this.memberCount = member_count;
  }

  put(message: MessageOrTombstone): void {
    const { _id, sender_id, seq } = message;
    if (message.deleted) {
      this.messages.set(_id, { sender_id, seq, deleted_at: message.deleted_at });
    } else {
      const { message: text, edited_at, reactions } = message;
      const edited = edited_at === undefined ? {} : { edited_at };
      const reacted = reactions === undefined ? {} : { reactions };
      this.messages.set(_id, { sender_id, seq, message: text, ...edited, ...reacted });
    }
  }

  join(userId: string, seenSeq = 0): void {
    this.members.set(userId, Math.max(seenSeq, this.members.get(userId) ?? 0));
  }

  /** Advances a read mark. A mark never goes back, and only members have one. */
  mark(userId: string, seenSeq: number): void {
    if (this.members.has(userId)) this.join(userId, seenSeq);
  }

  apply(frame: Frame): void {
    const known = frame as RoomEvent;
    switch (known.event) {
      case "message":
        this.put(known.data);
        break;
      case "edited":
        this.#change(known.data.message_id, (message) =>
          message.deleted_at === undefined
            ? { ...message, message: known.data.message, edited_at: known.data.edited_at }
            : message,
        );
        break;
      case "delete":
        this.#change(known.data.message_id, ({ sender_id, seq }) => ({
          sender_id,
          seq,
          deleted_at: known.data.deleted_at,
        }));
        this.pins.delete(known.data.message_id);
        break;
      case "pin_message":
        if (known.data.pin_message) this.pins.add(known.data._id);
        else this.pins.delete(known.data._id);
        break;
      case "reaction":
        this.#change(known.data.message_id, (message) =>
          message.deleted_at === undefined
            ? withReaction(message as MessageData, known.data)
            : message,
        );
        break;
      case "members_added":
        for (const userId of known.data.user_ids) this.join(userId);
        this.memberCount = known.data.member_count;
        break;
      case "member_removed":
        this.members.delete(known.data.user_id);
        this.memberCount = known.data.member_count;
        this.owner = known.data.owner_id ?? this.owner;
        break;
      case "room_updated":
        this.name = known.data.room_name ?? this.name;
        break;
      default:
        for (const userId of known.data.recipients ?? []) this.join(userId);
        this.name = known.data.room_name;
        this.memberCount = known.data.member_count;
    }
  }

  #change(id: string, change: (known: Known) => Known): void {
    const known = this.messages.get(id);
    if (known) this.messages.set(id, change(known));
  }
}
