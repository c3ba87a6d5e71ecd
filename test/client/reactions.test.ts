// Reactions in the client: whichever part of them it has already, in the end it has what the server has.

import { expect, it } from "vitest";
import { withReaction as serverReaction, countOf } from "../../lambdas/chat/reactions.ts";
import { withReaction } from "../../client/reactions.ts";
import type { EventData } from "../../protocol/actions.ts";
import { messageContent, type MessageData } from "../../protocol/message.ts";
import type { ReactionCount } from "../../protocol/reaction.ts";
import { randomFrom } from "../../bench/simulation/scheduler.ts";
import { pickFrom } from "../pick.ts";

const message = (reactions: readonly ReactionCount[]): MessageData => ({
  ...messageContent.parse({ message: "hello" }),
  _id: "m",
  room_id: "tea",
  sender_id: "ann",
  seq: 1,
  rev: 1,
  created_at: "",
  ...(reactions.length > 0 && { reactions: [...reactions] }),
});

it("repeated events over a newer state lead to what the server has", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomFrom(seed);
    const pick = pickFrom(random);
    const states: (readonly ReactionCount[])[] = [[]];
    const events: EventData<"reactMessage">[] = [];
    for (let rev = 2; rev < 20; rev++) {
      const [reaction, user_id] = [pick(["👍", "🎉", "😀"]), pick(["ann", "bob", "cid"])];
      const before = states.at(-1) ?? [];
      const isOn = before.some(
        (each) => each.reaction === reaction && each.user_ids.includes(user_id),
      );
      const after = serverReaction(before, { reaction, on: !isOn }, user_id);
      states.push(after);
      const count = countOf(after, reaction);
      events.push({
        room_id: "tea",
        message_id: "m",
        reaction,
        on: !isOn,
        count,
        user_id,
        rev,
        reacted_at: "",
      });
    }
    // Loaded at one point, and events from an earlier point on.
    const loaded = Math.floor(random() * states.length);
    const from = Math.floor(random() * (loaded + 1));
    const copy = events.slice(from).reduce(withReaction, message(states[loaded] ?? []));
    expect(copy, `seed ${seed}`).toEqual(message(states.at(-1) ?? []));
  }
});
