// What names a conversation: a room, or the pair with somebody, which may not be a room yet.

/** A room's id, alone or as `room_id`; or the `user_id` of the other person, whether there is a room of the pair or not. */
export type Conversation = string | { readonly room_id: string } | { readonly user_id: string };

/** One string for each. A space is in no id. */
export function keyOf(conversation: Conversation): string {
  if (typeof conversation === "string") return conversation;
  return "room_id" in conversation ? conversation.room_id : pairKey(conversation.user_id);
}

export const pairKey = (userId: string): string => ` ${userId}`;
