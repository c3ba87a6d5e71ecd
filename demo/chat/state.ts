// The types of the page's state: its own part, and the part from the client's store.

import type {
  ConnectionView,
  Conversation,
  RoomsView,
  RoomView,
} from "../../client/store/index.ts";
import type { Person } from "../person.ts";

/** Refers to a conversation: a room, or the pair with another user, which may not have a room yet. */
export type ConversationRef = Exclude<Conversation, string>;

/** A message to scroll to. If its `seq` is unknown, older pages are searched for it. */
export interface ScrollTarget {
  readonly _id: string;
  readonly seq?: number;
}

/** Whether system notifications are shown while the page is in the background. */
export type Notifications = "on" | "off" | "unsupported";

/** State that only the page has. */
export interface PageState {
  readonly me: Person;
  /** The conversation in view. */
  readonly conversation: ConversationRef | undefined;
  /** The text of the alert, until it is dismissed. */
  readonly notice: string | undefined;
  /** Recent announcements for screen readers. */
  readonly announcements: readonly Announcement[];
  readonly notifications: Notifications;
  /** Muted rooms. */
  readonly muted: ReadonlySet<string>;
  /** In epoch milliseconds; updated regularly, for times such as "5 minutes ago". */
  readonly now: number;
}

export interface State extends PageState {
  readonly connection: ConnectionView["state"];
  readonly list: RoomsView;
  /** The number of unread messages in all conversations. */
  readonly unread: number;
  /** First names, by user id. */
  readonly names: ReadonlyMap<string, string>;
}

export interface Announcement {
  readonly id: number;
  readonly text: string;
  /** The message that is announced, if it is one. */
  readonly message_id?: string;
}

/** The room of a conversation, if it has one. */
export const roomAt = (
  { list }: Pick<State, "list">,
  conversation: ConversationRef | undefined,
): RoomView | undefined =>
  conversation &&
  list.rooms.find((room) =>
    "room_id" in conversation
      ? room.room_id === conversation.room_id
      : room.user_id === conversation.user_id,
  );
