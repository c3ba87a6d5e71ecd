// Sends messages, and resends those that failed or were interrupted.

import type { Chat } from "../api.ts";
import type { ChatError } from "../errors.ts";
import { keyOf, type Conversation } from "./conversation.ts";
import type { Core } from "./core.ts";
import type { Content } from "./optimistic.ts";

export interface Sending {
  readonly send: (conversation: Conversation, content: Content | string) => string;
  readonly retry: (_id: string) => void;
  readonly discard: (_id: string) => void;
  /** Resends messages that were interrupted by closing the chat. */
  readonly resume: () => void;
}

export function makeSending(core: Core, chat: Chat, first_name: string | undefined): Sending {
  const { unsent } = core;
  const interrupted = new Set<string>();

  function post(conversation: Conversation, content: Content & { _id: string }): void {
    const { _id } = content;
    const message = { ...(first_name !== undefined && { first_name }), ...content };
    const item = { ...message, conversation };
    request(conversation, message).catch((reason: unknown) => {
      const error = reason as ChatError;
      if (!unsent.get(_id)) return;
      if (error.code === "CLOSED") interrupted.add(_id);
      else unsent.put(core.optimistic(item, error));
    });
    // The outbox adds it too, unless the chat is closed or the outbox rejects it.
    if (!unsent.get(_id) || unsent.get(_id)?.error) unsent.put(core.optimistic(item));
  }

  function request(
    conversation: Conversation,
    message: Content & { _id: string },
  ): Promise<unknown> {
    const room = core.roomAt(conversation);
    if (!room && typeof conversation === "object" && "user_id" in conversation) {
      const { user_id: recipient_id } = conversation;
      return chat.sendNewMessage({ recipient_id, type: "peer-to-peer", message });
    }
    return chat.sendMessage({ ...message, room_id: room?.id ?? keyOf(conversation) });
  }

  function resend(_id: string): void {
    const item = unsent.get(_id);
    if (!item) return;
    const { status: _status, sender_id: _sender, created_at: _at, after: _after, ...rest } = item;
    const { conversation, error, ...message } = rest;
    // Another user's message has this id, so it needs a new one.
    if (error?.code === "CONFLICT") {
      unsent.remove(_id);
      message._id = randomId();
    }
    post(conversation, message);
  }

  return {
    send(conversation, content) {
      const _id = randomId();
      post(conversation, {
        ...(typeof content === "string" ? { message: content } : content),
        _id,
      });
      return _id;
    },
    retry(_id) {
      if (unsent.get(_id)?.status === "failed") resend(_id);
    },
    discard(_id) {
      interrupted.delete(_id);
      if (unsent.get(_id)?.status === "failed") unsent.remove(_id);
      else chat.outbox.withdraw(_id);
    },
    resume() {
      const ids = [...interrupted];
      interrupted.clear();
      const waiting = new Set(chat.outbox.list().map(({ id }) => id));
      for (const _id of ids) if (!waiting.has(_id)) resend(_id);
    },
  };
}

let count = 0;
/** Not secret; unique in a conversation. */
const randomId = (): string =>
  [Date.now(), Math.floor(Math.random() * 2 ** 48), ++count]
    .map((part) => part.toString(36))
    .join("-");
