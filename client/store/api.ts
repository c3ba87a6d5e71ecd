// What an application sees of the store.

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
  /** Told to the server with the list of rooms, and with each message. */
  first_name?: string | undefined;
  /** How many messages one request asks for. Default: 40. */
  page?: number | undefined;
  /**
   * How many messages are kept of a room. Those that were loaded by going back stay besides, until the conversation is
   * closed. Default: 500.
   */
  messages?: number | undefined;
  /** How many conversations that are not open keep their messages. Default: 20. */
  conversations?: number | undefined;
  /**
   * `persistStore(…)` keeps drafts, under `drafts/…`, and the 50 newest conversations with a page of messages each, under `rooms/…`: they
   * show at once after a reload. Default: nothing outlives the page.
   */
  persister?: StorePersister | undefined;
}

/** The list of rooms, the one with the newest message first. */
export interface RoomsView {
  readonly rooms: readonly RoomView[];
  /** `loaded` once the list is whole; rooms show before that. */
  readonly status: LoadStatus;
  readonly error: ChatError | undefined;
}

/**
 * The state of a chat, as values that never change in place. What is subscribed to is told of its own changes only, once
 * for all that came in one turn; what the application itself changes is told at once.
 *
 * Nothing that is older overwrites what is newer, whichever way it came: by an event, a page, or a list that lags.
 */
export interface ChatStore {
  readonly connection: Readable<ConnectionView>;
  readonly rooms: Readable<RoomsView>;
  /** How many messages are unread in all rooms. */
  readonly unread: Readable<number>;
  /** First names by user id, as far as they are known. */
  readonly names: Readable<ReadonlyMap<string, string>>;

  /** Undefined as long as there is no such room, and once the user is no member of it any more. */
  readonly room: (conversation: Conversation) => Readable<RoomView | undefined>;
  readonly messages: (conversation: Conversation) => Readable<MessagesView>;
  /** The ids of those who are typing, the first one first. */
  readonly typing: (conversation: Conversation) => Readable<readonly string[]>;
  /** Up to which `seq` each member has read. Undefined until it is known who they are, and in rooms of over 100. */
  readonly reads: (conversation: Conversation) => Readable<ReadonlyMap<string, number> | undefined>;
  /** The members with their presence, as of when they were loaded. */
  readonly members: (conversation: Conversation) => Readable<readonly Member[] | undefined>;
  readonly pins: (conversation: Conversation) => Readable<readonly Pin[] | undefined>;
  readonly draft: (conversation: Conversation) => Readable<Draft | undefined>;

  /**
   * To be called when a conversation comes into view: loads its messages, pins and (of up to 100) members, keeps them up
   * to date, and remembers where the unread messages begin. Call what it returns when it is out of view.
   */
  readonly open: (conversation: Conversation) => () => void;
  /** Loads what an open conversation lacks, after a failure. */
  readonly load: (conversation: Conversation) => Promise<void>;
  /** Loads the list of rooms again, after a failure. At first it is loaded by itself. */
  readonly loadRooms: () => Promise<void>;
  /**
   * Loads a page of older messages. Resolves to whether there was one.
   *
   * @throws ChatError, as do the four below
   */
  readonly loadOlder: (conversation: Conversation) => Promise<boolean>;
  /** Loads older messages until the one of `seq` is there. */
  readonly loadBackTo: (conversation: Conversation, seq: number) => Promise<void>;
  /** Loads who is in a room, and who is online, again. */
  readonly loadMembers: (conversation: Conversation) => Promise<void>;
  /**
   * Loads who is online every `ms` (default: 30 s) until the function that it returns is called: there is no event of it.
   * For a conversation that is open, whose members are loaded by that. Does nothing while the chat is offline or the page
   * hidden, nor in rooms of over 100. A failure is left to the next time.
   *
   * @throws RangeError if `ms` is less than a second
   */
  readonly watchPresence: (conversation: Conversation, ms?: number) => () => void;
  readonly loadPins: (conversation: Conversation) => Promise<void>;

  /** Sends a message, which shows at once. Returns its `_id`. That it is refused shows by its `status`. */
  readonly send: (conversation: Conversation, content: Content | string) => string;
  /** Sends a message again that failed. */
  readonly retry: (_id: string) => void;
  /** Takes away a message that failed, or that was not sent yet. */
  readonly discard: (_id: string) => void;
  /** The four show at once, and are taken back if they are refused. Reject with `ChatError`. */
  readonly edit: (message: Target, text: string) => Promise<Result<"editMessage">>;
  readonly delete: (message: Target) => Promise<Result<"deleteMessage">>;
  readonly pin: (message: Target, pin_message: boolean) => Promise<Result<"pinMessage">>;
  readonly react: (
    message: Target,
    reaction: string,
    on: boolean,
  ) => Promise<Result<"reactMessage">>;
  /**
   * Says that the user has read up to `seq`; everything, by default. A mark never moves backwards, nor beyond the newest
   * message: what is lower than what is read already, or no number, does nothing.
   */
  readonly markRead: (conversation: Conversation, seq?: number) => void;
  /** Tells others that the user is typing, if there is a room yet. The client sees to it that it is not told too often. */
  readonly sendTyping: (conversation: Conversation) => void;
  readonly setDraft: (conversation: Conversation, draft: Draft | undefined) => void;
  /** A name for somebody who may have told none. */
  readonly suggestName: (user_id: string, first_name: string) => void;

  /** Ends: it does not follow the chat any more, which is left as it is. */
  readonly destroy: () => void;
}

/** A stored message, or what names it. */
export type Target = Pick<Message, "room_id" | "_id">;
