// All rooms that the client knows of: takes frames in, and passes on what is due.

import type { EventData } from "../protocol/actions.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import type { CaughtUp } from "../protocol/sync.ts";
import type { ChatEvent, Seen } from "./api.ts";
import { placeFrame } from "./frames.ts";
import { Holds } from "./holds.ts";
import { Room, type RoomFrame, type RoomOptions } from "./room.ts";
import type { Surroundings } from "./surroundings.ts";

export interface RoomsOptions {
  readonly userId: () => string;
  readonly onGap: RoomOptions["onGap"];
  /** What is about to be emitted. */
  readonly onFrame: (roomId: string, frame: RoomFrame) => void;
}

export interface Rooms {
  /** Holds of all rooms. */
  readonly holds: Holds;
  /** The room of this id, which may be as yet unknown. */
  get(id: string): Room;
  followed(): string[];
  /** Takes a frame of any kind, and leaves alone what is no room's. */
  receive(frame: Pick<ServerFrame, "event" | "data">): void;
  /** Takes one room's answer to `sync`. */
  catchUp(answer: CaughtUp): void;
}

export function makeRooms(around: Surroundings, options: RoomsOptions): Rooms {
  const { emitter } = around;
  const { userId, onGap, onFrame } = options;
  const rooms = new Map<string, Room>();
  const holds = new Holds(() => {
    for (const room of rooms.values()) room.advance();
  });

  function get(id: string): Room {
    const known = rooms.get(id);
    if (known) return known;
    const room: Room = new Room(id, around, {
      ...{ holds, onGap },
      deliver: (frame) => deliver(room, frame),
    });
    rooms.set(id, room);
    return room;
  }

  function deliver(room: Room, frame: RoomFrame): boolean {
    const { event, data } = frame;
    onFrame(room.id, frame);
    if (event === "message" || event === "conversation") {
      const conversation = data as unknown as EventData<"sendNewMessage">;
      const { room: _room, user_name: _name, ...message } = conversation;
      move(room, message.sender_id, message.seq);
      if (event === "conversation") emitter.emit(event, conversation);
      emitter.emit("message", message);
    } else {
      emitter.emit(event as ChatEvent, data as never);
    }
    return event === "member_removed" && data.user_id === userId();
  }

  function see(seen: Seen): void {
    const { room_id, user_id, seq } = seen;
    if (move(get(room_id), user_id, seq)) emitter.emit("seen", seen);
  }

  return {
    ...{ holds, get },
    followed: () =>
      [...rooms.values()].filter(({ status }) => status === "followed").map(({ id }) => id),
    receive(frame) {
      const placed = placeFrame(frame, userId());
      if (placed) get(placed.roomId).add(placed);
      else if (frame.event === "seen") see(frame.data as EventData<"messageSeen">);
    },
    catchUp(answer) {
      const { room_id, events = [], marks = [] } = answer;
      const frames = events.flatMap((frame) => placeFrame(frame, userId()) ?? []);
      const isLost = get(room_id).catchUp(frames, answer);
      for (const { user_id, seen_seq } of marks) see({ room_id, user_id, seq: seen_seq });
      if (isLost) emitter.emit("reload", { room_id });
    },
  };
}

/** Moves a read mark, forward only. Returns whether it moved. */
function move({ marks }: Room, userId: string, seq: number): boolean {
  if (seq <= (marks.get(userId) ?? 0)) return false;
  marks.set(userId, seq);
  return true;
}
