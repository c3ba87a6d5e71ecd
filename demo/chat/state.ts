// The types of the page's state: its own part, and the part from the client's store.

import type { ConnectionView, RoomsView, RoomView } from "../../client/store/index.ts";
import type { Person } from "../person.ts";

/** A conversation: a room, or the pair with somebody, which may not be a room yet. */
export type Place = { readonly room_id: string } | { readonly user_id: string };

/** A message to scroll to. Without its `seq`, older pages are searched for it. */
export interface Goal {
  readonly _id: string;
  readonly seq?: number;
}

/** Whether one is told by the system what comes while one looks elsewhere. */
export type Notifications = "on" | "off" | "unsupported";

/** State that only the page has. */
export interface PageState {
  readonly me: Person;
  /** The conversation in view. */
  readonly place: Place | undefined;
  /** What went wrong, until it is dismissed. */
  readonly notice: string | undefined;
  /** Recent announcements for screen readers. */
  readonly news: readonly News[];
  readonly notifications: Notifications;
  /** Muted rooms. */
  readonly muted: ReadonlySet<string>;
  /** In epoch milliseconds; updated regularly, for times such as "5 minutes ago". */
  readonly now: number;
}

export interface State extends PageState {
  readonly connection: ConnectionView["state"];
  readonly list: RoomsView;
  /** Messages in all conversations. */
  readonly unread: number;
  /** First names, by user id. */
  readonly names: ReadonlyMap<string, string>;
}

export interface News {
  readonly id: number;
  readonly text: string;
  /** The message that it reads out, if it is one. */
  readonly message_id?: string;
}

/** The room of a place, if there is one yet. */
export const roomAt = (
  { list }: Pick<State, "list">,
  place: Place | undefined,
): RoomView | undefined =>
  place &&
  list.rooms.find((room) =>
    "room_id" in place ? room.room_id === place.room_id : room.user_id === place.user_id,
  );
