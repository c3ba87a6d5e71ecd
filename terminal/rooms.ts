// Numbers the user's rooms: a room keeps its number while the program runs.
import type { ChatStore, MessageView, RoomView } from "../client/store/index.ts";
import { printable } from "./printable.ts";

export interface Rooms {
  /** The number of a room. A room without one gets the next. */
  number(room_id: string): number;
  isNumbered(room_id: string): boolean;
  /** Numbers the rooms without a number, in the order of the list. */
  numberAll(): void;
  /** Finds a room by its number, id or name. */
  find(which: string): RoomView | undefined;
  /** The current title of a room; the last known one of a room that the user has left. */
  readonly title: (room_id: string) => string;
  /** The current name of a user, or their id. */
  readonly name: (userId: string) => string;
  /** `#4`, or "an earlier message" if the message is not loaded. */
  readonly numbered: (room_id: string, messageId: string) => string;
}

export function makeRooms(store: ChatStore): Rooms {
  const numbers = new Map<string, number>();
  const titles = new Map<string, string>();

  function number(room_id: string): number {
    const known = numbers.get(room_id) ?? numbers.size + 1;
    numbers.set(room_id, known);
    return known;
  }

  const name = (userId: string): string => printable(store.names.get().get(userId) ?? userId);

  /** The title of a pair's room is the other user's name. */
  function titleOf({ info, user_id }: RoomView): string {
    return user_id === undefined ? printable(info.room_name) : name(user_id);
  }

  store.rooms.subscribe(({ rooms }) => {
    for (const room of rooms) titles.set(room.room_id, titleOf(room));
  });

  return {
    number,
    name,
    isNumbered: (room_id) => numbers.has(room_id),
    numberAll() {
      for (const { room_id } of store.rooms.get().rooms) number(room_id);
    },
    find(which) {
      const { rooms } = store.rooms.get();
      const byNumber = rooms.find(({ room_id }) => String(numbers.get(room_id)) === which);
      return byNumber ?? rooms.find((room) => [room.room_id, titleOf(room)].includes(which));
    },
    title(room_id) {
      const room = store.room({ room_id }).get();
      return room ? titleOf(room) : (titles.get(room_id) ?? printable(room_id));
    },
    numbered(room_id, messageId) {
      const isIt = ({ _id }: Pick<MessageView, "_id">): boolean => _id === messageId;
      const message = store.messages({ room_id }).get().messages.find(isIt);
      if (message?.status === "sent") return `#${message.seq}`;
      const room = store.room({ room_id }).get();
      return room?.last_message && isIt(room.last_message) ? `#${room.seq}` : "an earlier message";
    },
  };
}
