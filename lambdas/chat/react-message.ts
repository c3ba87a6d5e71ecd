// `reactMessage`: adds an emoji to a message, or removes it.

import { LIMITS } from "../../protocol/limits.ts";
import { ChatError, noSuchMessage } from "./errors.ts";
import { reactedData } from "./events.ts";
import { messageWith, searchMessage } from "./find-message.ts";
import type { Attribution, ReactEvent } from "./model.ts";
import { appendWithReceivers } from "./append-with-receivers.ts";
import { countOf, withReaction } from "./reactions.ts";
import type { UseCase } from "./request.ts";

/** The existing reaction or removal, and the emoji's current count. */
type Existing = Attribution & { readonly count: number };

export const reactMessage: UseCase<"reactMessage"> = async (payload, request) => {
  const { room_id: roomId, message_id: messageId, reaction, on } = payload;
  const { userId } = request.caller;
  const search = searchMessage(request, roomId, messageId);
  const { entry, receivers, alongside } = await appendWithReceivers<ReactEvent, Existing>(
    request,
    roomId,
    async ({ room }) => {
      const [message, last] = await messageWith(search, room, (messageRev) =>
        request.messages.reaction({ roomId, messageRev, reaction, userId }),
      );
      if (message.deleted) throw noSuchMessage();

      const { rev: target, reactions: before = [] } = message;
      if (last?.on === on) return { existing: { ...last, count: countOf(before, reaction) } };
      const wasOn = last?.on ?? false;
      const reactions = wasOn === on ? before : withReaction(before, { reaction, on }, userId);
      if (reactions.length > LIMITS.reactionsPerMessage) throw tooMany();
      return { append: { kind: "react", target, messageId, reaction, on, reactions } };
    },
  );
  const count = "count" in entry ? entry.count : countOf(entry.reactions, reaction);
  return {
    event: "reaction",
    data: reactedData({ ...payload, count }, entry),
    receivers,
    alongside,
    repeatable: true,
  };
};

const tooMany = () =>
  new ChatError("TOO_LARGE", `A message has at most ${LIMITS.reactionsPerMessage} emoji.`);
