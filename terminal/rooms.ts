// Numbers the user's rooms: a room keeps its number while the program runs.
import type { ChatStore, MessageView, RoomView } from "../client/store/index.ts";
import { printable } from "./printable.ts";

export interface Rooms {
  /** The number of a room. A room that has none yet gets the next. */
  number(room_id: string): number;
  isNumbered(room_id: string): boolean;
  /** Numbers the rooms that have none, in the order of the list. */
  numberAll(): void;
  /** By its number, its id or its name. */
  find(which: string): RoomView | undefined;
  /** What a room is called by now; of one that the user has left, what it was called. */
  readonly title: (room_id: string) => string;
  /** What a user is called by now. */
  readonly name: (userId: string) => string;
  /** `#4`, or words if the number of the message is not known here. */
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

  /** The conversation of a pair goes by the other's name. */
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
