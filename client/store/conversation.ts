// Identifies a conversation: a room, or a pair of users that may not have a room yet.

/** A room's id, alone or as `room_id`; or the `user_id` of the other user, whether the pair has a room or not. */
export type Conversation = string | { readonly room_id: string } | { readonly user_id: string };

/** A unique string per conversation. The space cannot occur in an id. */
export function keyOf(conversation: Conversation): string {
  if (typeof conversation === "string") return conversation;
  return "room_id" in conversation ? conversation.room_id : pairKey(conversation.user_id);
}

export const pairKey = (userId: string): string => ` ${userId}`;
