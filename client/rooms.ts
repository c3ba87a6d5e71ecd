// All known rooms: assigns frames to rooms, and emits the events that are due.

import type { EventData } from "../protocol/actions.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import type { CaughtUp } from "../protocol/sync.ts";
import type { Context } from "./context.ts";
import type { RoomEvents, Seen } from "./events.ts";
import { routeFrame } from "./frames.ts";
import { makeRoom, type Room, type RoomFrame, type RoomOptions } from "./room.ts";

export interface RoomsOptions {
  readonly userId: () => string | undefined;
  readonly onGap: RoomOptions["onGap"];
  /** Called with each frame before it is emitted. */
  readonly onFrame: (roomId: string, frame: RoomFrame) => void;
}

export interface Rooms {
  /** The room with this id; it is created as `unknown` if necessary. */
  get(id: string): Room;
  followed(): string[];
  /** Handles any frame; ignores those that belong to no room. */
  receive(frame: Pick<ServerFrame, "event" | "data">): void;
  /** Applies the answer of `sync` for one room. */
  catchUp(answer: CaughtUp): void;
  /**
   * Calls `listener` on each event of a room, before the application gets it, until the returned function is called.
   */
  tap(roomId: string, listener: (frame: RoomFrame) => void): () => void;
  /** Pauses delivery until the returned function is called. */
  pause(): () => void;
}

export function makeRooms({ emitter, ...context }: Context, options: RoomsOptions): Rooms {
  const { userId, onGap, onFrame } = options;
  const rooms = new Map<string, Room>();
  const taps = new Map<string, Set<(frame: RoomFrame) => void>>();
  let pauses = 0;

  function get(id: string): Room {
    const known = rooms.get(id);
    if (known) return known;
    const room: Room = makeRoom(
      id,
      { emitter, ...context },
      {
        onGap,
        isPaused: () => pauses > 0,
        deliver: (frame) => deliver(room, frame),
      },
    );
    rooms.set(id, room);
    return room;
  }

  function deliver(room: Room, frame: RoomFrame): boolean {
    const { event, data } = frame;
    const isRemoval = event === "member_removed";
    onFrame(room.id, frame);
    room.count(data.member_count ?? (data.room as typeof data | undefined)?.member_count);
    // A user who is added again has read nothing yet.
    if (isRemoval) room.marks.delete(String(data.user_id));
    for (const listener of taps.get(room.id) ?? []) listener(frame);
    if (event === "message" || event === "conversation") {
      const conversation = data as unknown as EventData<"sendNewMessage">;
      const { room: _room, user_name: _name, ...message } = conversation;
      move(room, message.sender_id, message.seq);
      if (event === "conversation") emitter.emit(event, conversation);
      emitter.emit("message", message);
    } else {
      emitter.emit(event as keyof RoomEvents, data as never);
    }
    return isRemoval && data.user_id === userId();
  }

  function see(seen: Seen): void {
    const { room_id, user_id, seq } = seen;
    const room = get(room_id);
    if (room.status !== "left" && move(room, user_id, seq)) emitter.emit("seen", seen);
  }

  return {
    get,
    followed: () =>
      [...rooms.values()].filter(({ status }) => status === "followed").map(({ id }) => id),
    receive(frame) {
      const routed = routeFrame(frame, userId());
      if (routed) get(routed.roomId).add(routed);
      else if (frame.event === "seen" && frame.data) see(frame.data as EventData<"messageSeen">);
    },
    catchUp(answer) {
      const { room_id, events = [], marks = [], names = [] } = answer;
      const frames = events.flatMap((frame) => routeFrame(frame, userId()) ?? []);
      const isLost = get(room_id).catchUp(frames, answer);
      for (const { user_id, seen_seq } of marks) see({ room_id, user_id, seq: seen_seq });
      for (const user of names) emitter.emit("user", user);
      if (isLost) emitter.emit("reload", { room_id });
    },
    tap(roomId, listener) {
      const listeners = taps.get(roomId) ?? new Set();
      taps.set(roomId, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) taps.delete(roomId);
      };
    },
    pause() {
      pauses++;
      let resume = (): void => {
        pauses--;
        resume = () => undefined;
        for (const room of rooms.values()) room.advance();
      };
      return () => {
        resume();
      };
    },
  };
}

/** Moves a read mark forward. Returns whether it moved. */
function move({ marks }: Room, userId: string, seq: number): boolean {
  if (seq <= (marks.get(userId) ?? 0)) return false;
  marks.set(userId, seq);
  return true;
}
