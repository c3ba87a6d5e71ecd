// The data of server and client, under the store's names.

import type { Result } from "../api.ts";
import type { ChatEvents } from "../events.ts";

/** A stored message, or its tombstone. */
export type Message = ChatEvents["message"];
export type Tombstone = Extract<Message, { deleted: true }>;
export type TextMessage = Exclude<Message, { deleted: true }>;
export type ListedRoom = ChatEvents["room"];
export type LastMessage = NonNullable<ListedRoom["last_message"]>;
export type Pin = Result<"getPins">["pins"][number];
type ListedMember = Result<"getMembers">["members"][number];
/** A member and their presence. Names are in `names`, read marks in `reads`. */
export type Member = Omit<ListedMember, "first_name" | "seen_seq">;

/** An event of the client, with its name as `type`. */
export type ChatAction = {
  [Event in keyof ChatEvents]: { readonly type: Event; readonly data: ChatEvents[Event] };
}[keyof ChatEvents];

/** An event of one room. */
export type RoomAction = Extract<
  ChatAction,
  {
    type:
      | ("message" | "edited" | "delete" | "pin_message" | "members_added" | "member_removed")
      | ("reaction" | "room_updated" | "seen" | "typing" | "typing_stopped");
  }
>;

export const isDeleted = (message: Message): message is Tombstone => message.deleted === true;
