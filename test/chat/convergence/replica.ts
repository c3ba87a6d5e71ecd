// One device's copy of its user's rooms, maintained as docs/protocol.md recommends: it applies frames in the order of
// `rev`, buffers frames that skip a rev, and fills gaps by `sync`.

import type { EventData } from "../../../protocol/actions.ts";
import type { ListedRoom } from "../../../protocol/connect-rooms.ts";
import type { CaughtUp } from "../../../protocol/sync.ts";
import { Copy } from "./copy.ts";
import type { Frame } from "./network.ts";
import type { Asker, SimulatedBackend } from "./simulated-backend.ts";

interface Followed {
  readonly copy: Copy;
  /** The copy has every entry up to this rev. */
  rev: number;
  /** Whether the room must be loaded again. */
  isStale?: boolean;
  /** The buffered frames, which arrived before an earlier one, by rev. */
  readonly aside: Map<number, Frame>;
}

export class Replica {
  readonly userId: string;
  readonly #backend: SimulatedBackend;
  #asker: Asker;
  /** Whether read marks may have been missed: the device has not caught up on this connection. */
  #isNew = true;
  readonly #rooms = new Map<string, Followed>();

  constructor(backend: SimulatedBackend, userId: string) {
    this.#backend = backend;
    this.userId = userId;
    this.#asker = backend.connect(userId);
  }

  get asker(): Asker {
    return this.#asker;
  }

  readonly copyOf = (roomId: string): Copy | undefined => this.#rooms.get(roomId)?.copy;

  get roomIds(): string[] {
    return [...this.#rooms.keys()];
  }

  /** Loses the connection and opens another. Whether the backend is notified is random. */
  reconnect(): void {
    this.#backend.disconnect(this.#asker, this.#backend.random() < 0.5);
    this.#asker = this.#backend.connect(this.userId);
    this.#isNew = true;
  }

  receive(frame: Frame): void {
    const { data } = frame;
    if (frame.event === "seen") {
      const { room_id, user_id, seq } = data as unknown as EventData<"messageSeen">;
      this.#rooms.get(room_id)?.copy.mark(user_id, seq);
      return;
    }
    if (!("rev" in data)) return;
    const room = this.#rooms.get("room_id" in data ? data.room_id : data._id);
    // The device gets a new room from the list of rooms.
    if (!room || data.rev <= room.rev) return;
    room.aside.set(data.rev, frame);
    for (let next = room.aside.get(room.rev + 1); next; next = room.aside.get(room.rev + 1)) {
      this.#apply(room, next, room.rev + 1);
    }
  }

  #apply(room: Followed, frame: Frame, rev: number): void {
    room.aside.delete(rev);
    room.rev = rev;
    // A user who is added to a large room again gets no list of its members: the room is loaded again.
    if (frame.event === `group_${this.userId}` && !("recipients" in frame.data)) {
      room.isStale = true;
    }
    // The first message of a conversation is an event named by the receiver's id.
    room.copy.apply(frame.event === this.userId ? { ...frame, event: "message" } : frame);
  }

  /** Loads new rooms, and catches up with all. Stops when a request fails: it is called again. */
  async catchUp(): Promise<void> {
    const listed = await this.#backend.ask(this.#asker, "connectRooms", {});
    if (!("data" in listed)) return;
    for (const room of listed.data) {
      if (this.#rooms.has(room._id)) continue;
      if (this.#backend.random() < 0.5) await this.#follow(room);
      else await this.#load(room);
    }
    await this.#sync(this.roomIds, this.#isNew);
    for (const room of listed.data) {
      if (this.#rooms.get(room._id)?.isStale) await this.#load(room);
    }
  }

  /** Marks the newest message of every room as seen. */
  async seeAll(): Promise<void> {
    for (const room_id of this.roomIds) {
      const messages = [...(this.#rooms.get(room_id)?.copy.messages ?? [])];
      const newest = messages.sort(([, a], [, b]) => b.seq - a.seq)[0];
      if (newest) {
        await this.#backend.ask(this.#asker, "messageSeen", { room_id, message_id: newest[0] });
      }
    }
  }

  /** Reads the current state of all rooms, only by pages. */
  async load(): Promise<void> {
    const listed = await this.#backend.ask(this.#asker, "connectRooms", {});
    if (!("data" in listed)) throw new Error(`The list was refused: ${listed.code}`);
    for (const room of listed.data) await this.#load(room);
  }

  // Loads a room by replaying its log from the first entry. Only the members at its creation are not in the events.
  async #follow(listed: ListedRoom): Promise<void> {
    const { _id: roomId } = listed;
    const copy = new Copy(listed);
    if (await this.#readMembers(roomId, copy)) {
      this.#rooms.set(roomId, { copy, rev: 0, aside: new Map() });
    }
  }

  // Loads a room by reading its history page by page, then pins and members. `sync` returns the changes meanwhile. The
  // cursor is the lowest rev of all answers, because the room's name is as old as the list.
  async #load(listed: ListedRoom): Promise<void> {
    const { _id: roomId } = listed;
    const copy = new Copy(listed);
    const read = await this.#readHistory(roomId, copy);
    if (read === undefined) return;
    const pins = await this.#backend.ask(this.#asker, "getPins", { room_id: roomId });
    if (!("data" in pins)) return;
    for (const { _id } of pins.data) copy.pins.add(_id);
    if (await this.#readMembers(roomId, copy)) {
      const rev = Math.min(listed.rev, read);
      this.#rooms.set(roomId, { copy, rev, aside: new Map() });
    }
  }

  // Reads page by page, in a random direction. Returns the rev up to which the history is complete.
  async #readHistory(roomId: string, copy: Copy): Promise<number | undefined> {
    const isForward = this.#backend.random() < 0.5;
    let at: { before_rev?: number; after_rev?: number } = isForward ? { after_rev: 0 } : {};
    let complete = Infinity;
    for (;;) {
      const limit = 1 + Math.floor(this.#backend.random() * 5);
      const frame = { room_id: roomId, limit, ...at };
      const page = await this.#backend.ask(this.#asker, "getMessages", frame);
      if (!("data" in page)) return undefined;
      for (const message of page.data.messages) copy.put(message);
      complete = Math.min(complete, page.data.rev);
      const { has_more, next_after_rev: after_rev, next_before_rev: before_rev } = page.data;
      if (!has_more) return isForward ? Math.min(complete, page.data.rev) : complete;
      at = isForward ? { after_rev } : { before_rev };
    }
  }

  async #readMembers(roomId: string, copy: Copy): Promise<boolean> {
    let cursor: string | undefined;
    do {
      const at = cursor === undefined ? {} : { cursor };
      const page = await this.#backend.ask(this.#asker, "getMembers", {
        room_id: roomId,
        limit: 2,
        ...at,
      });
      if (!("data" in page)) return false;
      for (const { user_id, role, seen_seq } of page.data.members) {
        copy.join(user_id, seen_seq);
        if (role === "owner") copy.owner = user_id;
      }
      cursor = page.data.next_cursor;
    } while (cursor !== undefined);
    return true;
  }

  async #sync(roomIds: readonly string[], marks: boolean): Promise<void> {
    if (roomIds.length === 0) return;
    const rooms = roomIds.map((room_id) => ({
      room_id,
      after_rev: this.#rooms.get(room_id)?.rev ?? 0,
    }));
    // A room that was dropped and loaded again meanwhile is another object, to which the reply does not apply.
    const asked = new Map(roomIds.map((id) => [id, this.#rooms.get(id)]));
    const reply = await this.#backend.ask(this.#asker, "sync", { rooms, marks });
    if (!("data" in reply)) return;
    const unfinished = reply.data.filter(
      (answer) =>
        asked.get(answer.room_id) === this.#rooms.get(answer.room_id) && this.#take(answer),
    );
    // The read marks are in the last page, even if that page is empty.
    await this.#sync(
      unfinished.map(({ room_id }) => room_id),
      true,
    );
    this.#isNew = false;
  }

  // Returns whether there are further pages.
  #take({ room_id, events = [], rev, has_more, recovered, marks = [] }: CaughtUp): boolean {
    const room = this.#rooms.get(room_id);
    if (!room) return false;
    // Frames that arrived meanwhile may be newer than the reply.
    for (const frame of events) {
      if (frame.data.rev > room.rev) this.#apply(room, frame, frame.data.rev);
    }
    if (!recovered) {
      this.#rooms.delete(room_id);
      return false;
    }
    if (rev !== undefined && rev > room.rev) room.rev = rev;
    for (const aside of [...room.aside.keys()].filter((held) => held <= room.rev)) {
      room.aside.delete(aside);
    }
    for (const { user_id, seen_seq } of marks) room.copy.mark(user_id, seen_seq);
    return has_more ?? false;
  }
}
