// Loads lists, pages, pins and members for the application, consistent with the events that it receives. Events that
// arrive during a request are delivered at once, and the answer includes them.

import type { EventData, PayloadInput } from "../protocol/actions.ts";
import type { ListedRoom } from "../protocol/connect-rooms.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import type { Actions, RequestOptions } from "./api.ts";
import type { Context } from "./context.ts";
import { bringUpToDate } from "./page.ts";
import type { Repeat } from "./requests.ts";
import type { RoomFrame } from "./room.ts";
import type { Rooms } from "./rooms.ts";
import type { CatchUp } from "./sync.ts";
import type { Transport } from "./transport.ts";

export type Loads = Pick<Actions, "connectRooms" | "getMessages" | "getPins" | "getMembers">;

export interface LoadsOptions {
  readonly repeat: Repeat;
  readonly rooms: Rooms;
  readonly catchUp: CatchUp;
  /** The list of rooms was loaded: all of it, or a page. */
  readonly onList: (rooms: readonly ListedRoom[], isWhole: boolean) => void;
}

/** How often a load is repeated because an event has changed its answer; the last answer is taken unchecked. */
const REPEATS = 5;

export function makeLoads({ timers, timing }: Context, options: LoadsOptions): Loads {
  const { repeat, rooms, catchUp, onList } = options;

  /** Pauses the delivery of events until the next task: by then the caller has applied the answer. */
  function pauseUntilApplied<T>(answer: T): T {
    const resume = rooms.pause();
    timers.after(0, resume, resume);
    return answer;
  }

  /** Passes `load` a list to which a room's events are added while it runs. */
  async function collectEvents<T>(
    roomId: string,
    load: (since: readonly RoomFrame[]) => Promise<T>,
  ): Promise<T> {
    const since: RoomFrame[] = [];
    const stop = rooms.tap(roomId, (frame) => since.push(frame));
    try {
      return await load(since);
    } finally {
      stop();
    }
  }

  /** For answers into which events cannot be merged: repeats the request until no event has changed the answer. */
  const loadUnchanged = (
    action: "getPins" | "getMembers",
    payload: { room_id: string },
    request: RequestOptions | undefined,
    changes: (frame: RoomFrame, answer: ServerFrame) => boolean,
  ): Promise<ServerFrame> =>
    repeat(async (transport) => {
      for (let tries = 1; tries <= REPEATS; tries++) {
        const { answer, isCurrent } = await collectEvents(payload.room_id, async (since) => {
          const frame = await transport.request(action, payload);
          return { answer: frame, isCurrent: !since.some((each) => changes(each, frame)) };
        });
        if (isCurrent) return pauseUntilApplied(answer);
      }
      return pauseUntilApplied(await transport.request(action, payload));
    }, request);

  /** Follows rooms from the `rev` that was loaded; rooms followed already catch up to it. */
  async function followFrom(loaded: readonly Pick<ListedRoom, "_id" | "rev">[]): Promise<void> {
    const fresh: string[] = [];
    const behind: string[] = [];
    for (const { _id, rev } of loaded) {
      const room = rooms.get(_id);
      if (room.status !== "followed") {
        room.follow(rev);
        fresh.push(_id);
      } else if (room.rev < rev) behind.push(_id);
    }
    if (behind.length > 0) await Promise.race([catchUp(behind), timers.sleep(timing.gap)]);
    // Gets the events between the answer and `follow`.
    if (fresh.length > 0) void catchUp(fresh);
  }

  async function list(transport: Transport, payload: PayloadInput<"connectRooms">) {
    const { data, ...frame } = await transport.request("connectRooms", payload);
    // A list that lags may still have a room that the user has left.
    const listed = (data as ListedRoom[]).filter(({ _id, rev }) => {
      const room = rooms.get(_id);
      return room.status !== "left" || room.rev < rev;
    });
    for (const { _id, member_count } of listed) rooms.get(_id).count(member_count);
    onList(listed, frame.next_cursor === undefined);
    await followFrom(listed);
    return pauseUntilApplied({ rooms: listed, ...cursorOf(frame) });
  }

  return {
    connectRooms: (payload = {}, request) =>
      repeat((transport) => list(transport, payload), request),
    getMessages: (payload, request) =>
      repeat(
        (transport) =>
          collectEvents(payload.room_id, async (since) => {
            const { data } = await transport.request("getMessages", payload);
            const page = data as EventData<"getMessages">;
            await followFrom([{ _id: payload.room_id, rev: page.rev }]);
            const isNewest =
              payload.before_rev === undefined &&
              (payload.after_rev === undefined || !page.has_more);
            return pauseUntilApplied(bringUpToDate(page, since, isNewest));
          }),
        request,
      ),
    async getPins(payload, request) {
      const { data, ...frame } = await loadUnchanged(
        "getPins",
        payload,
        request,
        ({ event, data: change }, { data: pins }) =>
          event === "pin_message" ||
          (pins as EventData<"getPins">).some(({ _id }) => _id === change.message_id),
      );
      return { pins: data as EventData<"getPins">, ...cursorOf(frame) };
    },
    async getMembers(payload, request) {
      const { data } = await loadUnchanged("getMembers", payload, request, ({ event }) =>
        ["members_added", "member_removed", "group"].includes(event),
      );
      return data as EventData<"getMembers">;
    },
  };
}

const cursorOf = ({ next_cursor }: Pick<ServerFrame, "next_cursor">): { next_cursor?: string } =>
  next_cursor === undefined ? {} : { next_cursor };
