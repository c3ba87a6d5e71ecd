// The store's public interface.

import type { Result } from "../api.ts";
import type { ChatError } from "../errors.ts";
import type { Conversation } from "./conversation.ts";
import type { Draft } from "./drafts.ts";
import type { Content } from "./optimistic.ts";
import type { Readable } from "./readable.ts";
import type { StorePersister } from "./saved.ts";
import type { LoadStatus } from "./state.ts";
import type { Member, Message, Pin } from "./types.ts";
import type { ConnectionView, MessagesView, RoomView } from "./views.ts";

export interface ChatStoreOptions {
  /** The user's first name, sent with `connectRooms` and with each message. */
  first_name?: string | undefined;
  /** How many messages one request asks for. Default: 40. */
  page?: number | undefined;
  /**
   * How many messages are kept of a room. Older pages that were loaded are kept in addition, until the conversation is
   * closed. Default: 500.
   */
  messages?: number | undefined;
  /** How many closed conversations keep their messages. Default: 20. */
  conversations?: number | undefined;
  /**
   * `persistStore(…)` keeps drafts, under `drafts/…`, and the 50 newest conversations with a page of messages each,
   * under `rooms/…`: they show at once after a reload. Default: nothing is kept.
   */
  persister?: StorePersister | undefined;
}

/** The list of rooms, the one with the newest message first. */
export interface RoomsView {
  readonly rooms: readonly RoomView[];
  /** `loaded` once the list is complete; rooms show before that. */
  readonly status: LoadStatus;
  readonly error: ChatError | undefined;
}

/**
 * The state of a chat, as immutable values. Each subscription is notified of its own changes only: once for all events
 * of one task, and at once for a change by the application itself.
 *
 * Older data never overwrites newer data, whether it came by an event, a page, or a list that lags.
 */
export interface ChatStore {
  readonly connection: Readable<ConnectionView>;
  readonly rooms: Readable<RoomsView>;
  /** How many messages are unread in all rooms. */
  readonly unread: Readable<number>;
  /** Known first names by user id. */
  readonly names: Readable<ReadonlyMap<string, string>>;

  /** Undefined if there is no such room, or the user is no longer a member. */
  readonly room: (conversation: Conversation) => Readable<RoomView | undefined>;
  readonly messages: (conversation: Conversation) => Readable<MessagesView>;
  /** The ids of the users who are typing, in the order in which they began. */
  readonly typing: (conversation: Conversation) => Readable<readonly string[]>;
  /** Up to which `seq` each member has read. Undefined until the members are loaded, and in rooms of over 100. */
  readonly reads: (conversation: Conversation) => Readable<ReadonlyMap<string, number> | undefined>;
  /** The members with their presence, as they were when loaded. */
  readonly members: (conversation: Conversation) => Readable<readonly Member[] | undefined>;
  readonly pins: (conversation: Conversation) => Readable<readonly Pin[] | undefined>;
  readonly draft: (conversation: Conversation) => Readable<Draft | undefined>;

  /**
   * Call this when a conversation comes into view: loads its messages, pins and (up to 100) members, keeps them up to
   * date, and remembers where the unread messages begin. Call the returned function when it goes out of view.
   */
  readonly open: (conversation: Conversation) => () => void;
  /** Loads the missing parts of an open conversation, after a failure. */
  readonly load: (conversation: Conversation) => Promise<void>;
  /** Reloads the list of rooms after a failure. The first load is automatic. */
  readonly loadRooms: () => Promise<void>;
  /**
   * Loads a page of older messages. Resolves to whether there was one.
   *
   * @throws ChatError, as do the next four
   */
  readonly loadOlder: (conversation: Conversation) => Promise<boolean>;
  /** Loads older messages up to the one with this `seq`. */
  readonly loadBackTo: (conversation: Conversation, seq: number) => Promise<void>;
  /** Reloads the members and their presence. */
  readonly loadMembers: (conversation: Conversation) => Promise<void>;
  /**
   * Reloads presence every `ms` (default: 30 s) until the returned function is called, because no event announces it.
   * Use it for an open conversation. Pauses while the chat is offline or the page is hidden; does nothing in rooms of
   * over 100. After a failure it tries again at the next interval.
   *
   * @throws RangeError if `ms` is less than a second
   */
  readonly watchPresence: (conversation: Conversation, ms?: number) => () => void;
  readonly loadPins: (conversation: Conversation) => Promise<void>;

  /** Sends a message, which shows at once. Returns its `_id`. A refusal shows in its `status`. */
  readonly send: (conversation: Conversation, content: Content | string) => string;
  /** Resends a failed message. */
  readonly retry: (_id: string) => void;
  /** Removes a message that failed or was not sent yet. */
  readonly discard: (_id: string) => void;
  /** These four show at once, and are reverted if refused. They reject with `ChatError`. */
  readonly edit: (message: Target, text: string) => Promise<Result<"editMessage">>;
  readonly delete: (message: Target) => Promise<Result<"deleteMessage">>;
  readonly pin: (message: Target, pin_message: boolean) => Promise<Result<"pinMessage">>;
  readonly react: (
    message: Target,
    reaction: string,
    on: boolean,
  ) => Promise<Result<"reactMessage">>;
  /**
   * Marks messages as read up to `seq`, by default all. A mark never moves backwards, nor beyond the newest message; a
   * lower `seq`, or one that is no number, does nothing.
   */
  readonly markRead: (conversation: Conversation, seq?: number) => void;
  /** Notifies the other members that the user is typing, if the room exists. The client throttles it. */
  readonly sendTyping: (conversation: Conversation) => void;
  readonly setDraft: (conversation: Conversation, draft: Draft | undefined) => void;
  /** Sets the name of a user who has none on the server. */
  readonly suggestName: (user_id: string, first_name: string) => void;

  /** Stops following the chat, which stays connected. */
  readonly destroy: () => void;
}

/** A stored message, or its ids. */
export type Target = Pick<Message, "room_id" | "_id">;
