// The reactions of a message: the count of each emoji, and as many user ids as fit.

import { LIMITS } from "../../protocol/limits.ts";
import type { ReactionCount } from "../../protocol/reaction.ts";
import { jsonBytes } from "../../protocol/text.ts";
import type { ReactEvent } from "./model.ts";

type Change = Pick<ReactEvent, "reaction" | "on">;

/** The number of members who have reacted with an emoji. */
export const countOf = (reactions: readonly ReactionCount[] = [], reaction: string): number =>
  reactions.find((each) => each.reaction === reaction)?.count ?? 0;

/** The reactions of a message after a member has added or removed one. */
export function withReaction(
  reactions: readonly ReactionCount[],
  { reaction, on }: Change,
  userId: string,
): ReactionCount[] {
  const known = reactions.some((each) => each.reaction === reaction)
    ? reactions
    : [...reactions, { reaction, count: 0, user_ids: [] }];
  const isListed = on && hasRoom(reactions, userId);
  return known
    .map((each) => {
      if (each.reaction !== reaction) return each;
      const others = each.user_ids.filter((id) => id !== userId);
      const user_ids = isListed ? [...others, userId] : others;
      return { reaction, count: each.count + (on ? 1 : -1), user_ids };
    })
    .filter(({ count }) => count > 0);
}

const hasRoom = (reactions: readonly ReactionCount[], userId: string): boolean =>
  jsonBytes([...reactions.flatMap(({ user_ids }) => user_ids), userId]) <=
  LIMITS.reactionUsersBytes;
