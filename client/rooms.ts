// All rooms that the client knows of: takes frames in, and passes on what is due.

import type { EventData } from "../protocol/actions.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import type { CaughtUp } from "../protocol/sync.ts";
import type { ChatEvent, ChatEvents, Seen } from "./api.ts";
import type { Emitter } from "./emitter.ts";
import { placeFrame } from "./frames.ts";
import { Room, type Hold, type RoomFrame, type RoomOptions } from "./room.ts";
import type { Timers } from "./timers.ts";

export interface RoomsOptions {
  readonly timers: Timers;
  readonly gapMs: number;
  readonly emitter: Emitter<ChatEvents>;
  readonly userId: () => string;
  readonly onGap: RoomOptions["onGap"];
  /** What is about to be emitted. */
  readonly onFrame: (roomId: string, frame: RoomFrame) => void;
}

export class Rooms {
  /** Holds of all rooms. */
  readonly holds = new Set<Hold>();
  readonly #rooms = new Map<string, Room>();
  readonly #options: RoomsOptions;

  constructor(options: RoomsOptions) {
    this.#options = options;
  }

  /** The room of this id, which may be as yet unknown. */
  get(id: string): Room {
    const { timers, gapMs, onGap } = this.#options;
    const known = this.#rooms.get(id);
    if (known) return known;
    const room: Room = new Room({
      ...{ id, timers, gapMs, onGap, holds: this.holds },
      deliver: (frame) => this.#deliver(room, frame),
    });
    this.#rooms.set(id, room);
    return room;
  }

  followed(): string[] {
    return [...this.#rooms.values()]
      .filter(({ status }) => status === "followed")
      .map(({ id }) => id);
  }

  /** Takes a frame of any kind, and leaves alone what is no room's. */
  receive(frame: Pick<ServerFrame, "event" | "data">): void {
    const placed = placeFrame(frame, this.#options.userId());
    if (placed) this.get(placed.roomId).add(placed);
    else if (frame.event === "seen") this.#see(frame.data as EventData<"messageSeen">);
  }

  /** Takes one room's answer to `sync`. */
  catchUp(answer: CaughtUp): void {
    const room = this.get(answer.room_id);
    const userId = this.#options.userId();
    const frames = (answer.events ?? []).flatMap((frame) => placeFrame(frame, userId) ?? []);
    const isLost = room.catchUp(frames, answer);
    for (const { user_id, seen_seq } of answer.marks ?? []) {
      this.#see({ room_id: room.id, user_id, seq: seen_seq });
    }
    if (isLost) this.#options.emitter.emit("reload", { room_id: room.id });
  }

  /** Ends a hold of all rooms. */
  release(hold: Hold): void {
    this.holds.delete(hold);
    for (const room of this.#rooms.values()) room.advance();
  }

  #deliver(room: Room, frame: RoomFrame): boolean {
    const { emitter, onFrame, userId } = this.#options;
    const { event, data } = frame;
    onFrame(room.id, frame);
    if (event === "message" || event === "conversation") {
      const conversation = data as unknown as EventData<"sendNewMessage">;
      const { room: _room, user_name: _name, ...message } = conversation;
      this.#move(room, message.sender_id, message.seq);
      if (event === "conversation") emitter.emit(event, conversation);
      emitter.emit("message", message);
    } else {
      emitter.emit(event as ChatEvent, data as never);
    }
    return event === "member_removed" && data.user_id === userId();
  }

  #see(seen: Seen): void {
    const { room_id, user_id, seq } = seen;
    if (this.#move(this.get(room_id), user_id, seq)) this.#options.emitter.emit("seen", seen);
  }

  /** Moves a read mark, forward only. Returns whether it moved. */
  #move({ marks }: Room, userId: string, seq: number): boolean {
    if (seq <= (marks.get(userId) ?? 0)) return false;
    marks.set(userId, seq);
    return true;
  }
}
