// What this client knows of its user's rooms: their names, their messages by number, and which one is current.
import type { RoomData } from "../../protocol/room.ts";
import type { Frame, News } from "./news.ts";

export interface Room {
  readonly id: string;
  readonly name: string;
  readonly unread: number;
  /** The last message's line in the list of rooms. */
  readonly preview?: { at: string; /** A user id. */ by: string; text: string };
  /** Message ids by number. Only what was received since the start, and each room's last. */
  readonly messages: Map<number, string>;
  /** The `rev`s of events already shown. */
  readonly shown: Set<number>;
}

/** What a frame came to. */
export interface Effect {
  /** The event was shown already: a broadcast may come twice. */
  isRepeat: boolean;
  /** The room that is new, or has become the current one. */
  entered: Room | undefined;
}

export class Chat {
  readonly userId: string;
  /** In the order of the last list, those that are newer at the end: what `/room <number>` counts. */
  rooms: Room[] = [];
  current: Room | undefined;
  /** First names by user id, as far as they came by. */
  readonly #firstNames = new Map<string, string>();

  constructor(userId: string, firstName?: string) {
    this.userId = userId;
    this.#learn(userId, firstName);
  }

  /** What to call a user: by first name, if it is known. */
  nameOf(userId: string): string {
    return this.#firstNames.get(userId) ?? userId;
  }

  get firstName(): string | undefined {
    return this.#firstNames.get(this.userId);
  }

  room(id: string): Room | undefined {
    return this.rooms.find((room) => room.id === id);
  }

  /** Finds a room by its number in the list, its id or its name. */
  find(which: string): Room | undefined {
    const byNumber = /^\d+$/.test(which) ? this.rooms[Number(which) - 1] : undefined;
    return byNumber ?? this.rooms.find(({ id, name }) => id === which || name === which);
  }

  /** The number of a message, if it was received since the start. */
  seqOf(roomId: string, messageId: string): number | undefined {
    const messages = this.room(roomId)?.messages ?? [];
    for (const [seq, id] of messages) if (id === messageId) return seq;
    return undefined;
  }

  /** Takes a frame in. */
  apply({ news, requestId }: Frame): Effect {
    const isReply = requestId !== undefined;
    this.#learnFrom(news);
    if (news.kind === "rooms") this.#list(news.data);
    const room = roomIn(news);
    const entered = room && this.#enter(room, isReply);
    const isRepeat = this.#wasShown(news) && !isReply;
    if (news.kind === "message" || news.kind === "conversation") {
      this.room(news.data.room_id)?.messages.set(news.data.seq, news.data._id);
    }
    return { isRepeat, entered };
  }

  #list(rooms: Extract<News, { kind: "rooms" }>["data"]): void {
    this.rooms = rooms.map((listed) => {
      const room = this.#known(listed, listed.unread_count);
      const last = listed.last_message;
      if (!last) return room;
      room.messages.set(listed.seq, last._id);
      const text = last.deleted ? "(deleted)" : last.message;
      return { ...room, preview: { at: last.created_at, by: last.sender_id, text } };
    });
    const id = this.current?.id;
    this.current = (id === undefined ? undefined : this.room(id)) ?? this.rooms[0];
  }

  /** A room that its user asked for becomes the current one, and so does any when there is none. */
  #enter(data: RoomData, isAskedFor: boolean): Room | undefined {
    const known = this.room(data._id);
    const room = known ?? this.#known(data, 0);
    if (!known) this.rooms.push(room);
    const moves = isAskedFor ? this.current !== room : !this.current;
    if (moves) this.current = room;
    return moves || !known ? room : undefined;
  }

  #known(data: RoomData, unread: number): Room {
    const { messages = new Map<number, string>(), shown = new Set<number>() } =
      this.room(data._id) ?? {};
    return { id: data._id, name: this.#roomName(data), unread, messages, shown };
  }

  /** People's conversations go by the other's name. */
  #roomName({ type, room_name, recipients = [], _id }: RoomData): string {
    if (type === "group-chat") return room_name;
    const other = recipients.find((person) => person._id !== this.userId);
    return other ? this.nameOf(other._id) : _id;
  }

  #learnFrom(news: News): void {
    if (news.kind === "typing") this.#learn(news.data.user_id, news.data.first_name);
    const rooms =
      news.kind === "rooms" ? news.data : news.kind === "conversation" ? [news.data.room] : [];
    for (const person of rooms.flatMap(({ recipients = [] }) => recipients)) {
      this.#learn(person._id, person.first_name);
    }
    const isMessage = news.kind === "message" || news.kind === "conversation";
    if (isMessage && "first_name" in news.data) {
      this.#learn(news.data.sender_id, news.data.first_name);
    }
  }

  #learn(userId: string, firstName: string | undefined): void {
    if (firstName) this.#firstNames.set(userId, firstName);
  }

  #wasShown(news: News): boolean {
    if (!("data" in news) || !("rev" in news.data) || !("room_id" in news.data)) return false;
    const { room_id, rev } = news.data;
    const shown = this.room(room_id)?.shown;
    if (shown?.has(rev)) return true;
    shown?.add(rev);
    return false;
  }
}

/** The room that an event tells of. A group goes by its own name, whoever its members are. */
function roomIn(news: News): RoomData | undefined {
  if (news.kind === "group") return { ...news.data, recipients: undefined };
  return news.kind === "conversation" ? news.data.room : undefined;
}
