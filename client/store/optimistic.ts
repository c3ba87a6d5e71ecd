// Changes that the server has not confirmed, derived from the outbox's events: changes by the store and by the chat, and
// those restored after a reload.

import type { ChatEvents } from "../events.ts";
import type { PayloadInput } from "../../protocol/actions.ts";
import type { ChatError } from "../errors.ts";
import type { OutboxEntry } from "../outbox-api.ts";
import { keyOf, type Conversation } from "./conversation.ts";
import { omit, withEntry } from "./maps.ts";
import type { Pending, RoomState } from "./state.ts";
import type { RoomAction } from "./types.ts";

/** The message's text, and any other field of `sendMessage`. */
export type Content = Omit<PayloadInput<"sendMessage">, "room_id" | "_id" | "sender_id">;

/** A message that is not known to be stored. */
export interface OptimisticMessage extends Content {
  readonly _id: string;
  /** `failed`: it was refused, see `error`. Retry or discard it. */
  readonly status: "sending" | "failed";
  readonly conversation: Conversation;
  readonly message: string;
  readonly sender_id: string;
  /** By this machine's clock. */
  readonly created_at: string;
  readonly error?: ChatError;
  /** For a failed message: the `seq` of the message that it follows. */
  readonly after?: number;
}

export interface Unsent {
  /** Oldest first, for the keys of a conversation. */
  readonly list: (...keys: string[]) => readonly OptimisticMessage[];
  readonly get: (_id: string) => OptimisticMessage | undefined;
  /** Adds a message at the end; one that failed keeps its position. */
  readonly put: (message: OptimisticMessage) => void;
  readonly remove: (_id: string) => void;
  /** The message is stored: it stays visible until its event arrives, or cannot arrive any more. */
  readonly acknowledge: (_id: string) => void;
  /** The ids of a conversation's stored messages. */
  readonly acknowledged: (...keys: string[]) => readonly string[];
}

const NOTHING: readonly never[] = [];

/** @param onChange is called with the conversation that changed */
export function makeUnsent(onChange: (conversation: Conversation) => void): Unsent {
  const lists = new Map<string, readonly OptimisticMessage[]>();
  const all = new Map<string, OptimisticMessage>();
  const stored = new Set<string>();

  function change(
    { conversation }: OptimisticMessage,
    next: (list: readonly OptimisticMessage[]) => readonly OptimisticMessage[],
  ): void {
    const key = keyOf(conversation);
    const list = next(lists.get(key) ?? NOTHING);
    if (list.length > 0) lists.set(key, list);
    else lists.delete(key);
    onChange(conversation);
  }

  const without = (_id: string) => (list: readonly OptimisticMessage[]) =>
    list.filter((other) => other._id !== _id);

  const list: Unsent["list"] = (...keys) => {
    const found = keys.map((key) => lists.get(key) ?? NOTHING).filter(({ length }) => length > 0);
    return found.length > 1 ? found.flat() : (found[0] ?? NOTHING);
  };

  return {
    list,
    get: (_id) => all.get(_id),
    acknowledge: (_id) => all.has(_id) && stored.add(_id),
    acknowledged: (...keys) =>
      list(...keys)
        .map(({ _id }) => _id)
        .filter((_id) => stored.has(_id)),
    put(message) {
      const { _id, status } = message;
      const isKnown = all.has(_id);
      all.set(_id, message);
      change(message, (list) =>
        isKnown && status === "failed"
          ? list.map((other) => (other._id === _id ? message : other))
          : [...without(_id)(list), message],
      );
    },
    remove(_id) {
      const known = all.get(_id);
      if (!known) return;
      all.delete(_id);
      stored.delete(_id);
      change(known, without(_id));
    },
  };
}

/** The content of a message to send, and its conversation. */
export type Unstored = Content & { readonly _id: string; readonly conversation: Conversation };

/** The message that an outbox entry sends; undefined for other actions, and for a new group. */
export function messageOf({ id, action, payload }: OutboxEntry): Unstored | undefined {
  if (action === "sendMessage") {
    const { room_id, ...content } = payload;
    return { ...content, _id: id, conversation: { room_id } };
  }
  if (action !== "sendNewMessage") return undefined;
  const [user_id, ...others] = [payload.recipient_id].flat();
  if (user_id === undefined || others.length > 0 || payload.type === "group-chat") return undefined;
  return { ...payload.message, _id: id, conversation: { user_id } };
}

interface Change {
  readonly room_id: string;
  readonly change: Pending;
}

/** The change that an outbox entry makes to a stored message. */
export function changeOf({ id, action, payload }: OutboxEntry): Change | undefined {
  switch (action) {
    case "editMessage": {
      const { room_id, message_id, message } = payload;
      return { room_id, change: { id, message_id, type: "edit", message } };
    }
    case "deleteMessage": {
      const { room_id, message_id } = payload;
      return { room_id, change: { id, message_id, type: "delete" } };
    }
    case "pinMessage": {
      const { room_id, _id: message_id, pin_message } = payload;
      return { room_id, change: { id, message_id, type: "pin", pin_message } };
    }
    case "reactMessage": {
      const { room_id, message_id, reaction, on } = payload;
      return { room_id, change: { id, message_id, type: "react", reaction, on } };
    }
    default:
      return undefined;
  }
}

type Changes = RoomState["changes"];

/** A message has one pending change, or one per reaction. The space cannot occur in an id. */
const changeKey = (change: Pending): string =>
  change.type === "react" ? `${change.message_id} ${change.reaction}` : change.message_id;

/** A change stays until both its acknowledgement and its event have arrived, in either order. */
export function reduceOutbox(
  changes: Changes,
  { change: step }: ChatEvents["outbox"],
  change: Pending,
): Changes {
  const key = changeKey(change);
  const known = changes.get(key);
  if (step === "added") return withEntry(changes, key, change);
  if (known?.id !== change.id || step === "attempted") return changes;
  if (step === "acknowledged" && !known.isTold) {
    return withEntry(changes, key, { ...known, isAcknowledged: true });
  }
  return omit(changes, key);
}

const EVENTS = { edit: "edited", delete: "delete", pin: "pin_message", react: "reaction" } as const;

export function reduceChanges(changes: Changes, action: RoomAction, me: string): Changes {
  switch (action.type) {
    case "edited":
    case "delete":
    case "pin_message": {
      const { data } = action;
      const id = "message_id" in data ? data.message_id : data._id;
      // A deleted message does not change any more.
      if (action.type === "delete") return withoutMessage(changes, id);
      return applyEvent(changes, id, action);
    }
    case "reaction": {
      const { message_id, reaction, on, user_id } = action.data;
      const key = `${message_id} ${reaction}`;
      const change = changes.get(key);
      const isIt = user_id === me && change?.type === "react" && change.on === on;
      return isIt ? applyEvent(changes, key, action) : changes;
    }
    default:
      return changes;
  }
}

function applyEvent(changes: Changes, key: string, action: RoomAction): Changes {
  const change = changes.get(key);
  if (!change) return changes;
  if (change.isAcknowledged) return omit(changes, key);
  return action.type === EVENTS[change.type] && !change.isTold
    ? withEntry(changes, key, { ...change, isTold: true })
    : changes;
}

function withoutMessage(changes: Changes, message_id: string): Changes {
  const kept = [...changes].filter(([, change]) => change.message_id !== message_id);
  return kept.length < changes.size ? new Map(kept) : changes;
}
