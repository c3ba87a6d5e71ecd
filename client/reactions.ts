// Applies events to a message's reactions. An event may be repeated, or already be part of what was loaded.

import type { EventData } from "../protocol/actions.ts";
import type { MessageData } from "../protocol/message.ts";

type Reactions = NonNullable<MessageData["reactions"]>;

export function withReaction(
  message: MessageData,
  { reaction, on, user_id, count }: EventData<"reactMessage">,
): MessageData {
  const { reactions: before = [], ...rest } = message;
  const reactions = changed(before, { reaction, on, user_id, count });
  return reactions.length > 0 ? { ...rest, reactions } : rest;
}

/** A message's reactions once the user's own is added or removed. */
export function withOwnReaction(
  message: MessageData,
  { reaction, on, me }: { readonly reaction: string; readonly on: boolean; readonly me: string },
): MessageData {
  const known = message.reactions?.find((each) => each.reaction === reaction);
  const isOn = known?.user_ids.includes(me) ?? false;
  if (isOn === on) return message;
  const { reactions: before = [], ...rest } = message;
  const count = (known?.count ?? 0) + (on ? 1 : -1);
  const reactions = changed(before, { reaction, on, user_id: me, count });
  return reactions.length > 0 ? { ...rest, reactions } : rest;
}

function changed(
  before: Reactions,
  change: Pick<EventData<"reactMessage">, "reaction" | "on" | "user_id" | "count">,
): Reactions {
  const { reaction, on, user_id, count } = change;
  const others = (ids: readonly string[] = []) => ids.filter((id) => id !== user_id);
  const known = before.find((each) => each.reaction === reaction);
  const user_ids = on ? [...others(known?.user_ids), user_id] : others(known?.user_ids);
  const now = { reaction, count, user_ids };
  if (count === 0) return before.filter((each) => each !== known);
  // A reaction with a count of 1 is new and goes last, also when its event is repeated.
  if (!known || (on && count === 1)) return [...before.filter((each) => each !== known), now];
  return before.map((each) => (each === known ? now : each));
}
