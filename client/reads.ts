// What the application loads, brought into step with the events that it gets. While something is read, the rooms it is
// about stand still; then they go on to exactly where the answer ends, and further once the application has it.

import type { ActionName, EventData, PayloadInput } from "../protocol/actions.ts";
import type { ListedRoom } from "../protocol/connect-rooms.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import type { Actions } from "./api.ts";
import type { Connection } from "./connection.ts";
import type { Link } from "./link.ts";
import type { Repeat } from "./requests.ts";
import type { Hold, Holds } from "./holds.ts";
import type { Rooms } from "./rooms.ts";
import type { Surroundings } from "./surroundings.ts";
import type { CatchUp } from "./sync.ts";
import { makeTurns } from "./turns.ts";

export interface Reads extends Pick<
  Actions,
  "connectRooms" | "getMessages" | "getPins" | "getMembers"
> {
  /**
   * Tells of the rooms that appeared while nobody told: those of the newest 100 that are unknown, and are not merely
   * further down than the application has listed.
   */
  readonly discover: () => Promise<void>;
}

export interface ReadsOptions {
  readonly link: Link;
  readonly repeat: Repeat;
  readonly rooms: Rooms;
  readonly catchUp: CatchUp;
}

export function makeReads(
  { timers, timing, emitter }: Surroundings,
  { link, repeat, rooms, catchUp }: ReadsOptions,
): Reads {
  /** Of each room, one thing is read after another. */
  const inTurn = makeTurns();
  let discovery: Promise<void> | undefined;
  /** Whether the application keeps a list of rooms; and whether it has all of them. */
  let isListing = false;
  let isWhole = false;

  /** Holds while it asks, until a turn of its own: whoever waits for the answer has put it into place by then. */
  async function holding<T>(holds: Holds, read: (hold: Hold) => Promise<T>): Promise<T> {
    const hold: Hold = new Map();
    const release = (): void => {
      holds.release(hold);
    };
    holds.add(hold);
    try {
      return await read(hold);
    } finally {
      timers.after(0, release, release);
    }
  }

  function read<T>(
    action: ActionName,
    payload: { room_id: string },
    finish: (frame: ServerFrame, hold: Hold) => T | Promise<T>,
  ): Promise<T> {
    const { room_id } = payload;
    const since = link.closings;
    const attempt = (connection: Connection): Promise<T> =>
      holding(rooms.get(room_id).holds, async (hold) =>
        finish(await connection.request(action, payload), hold),
      );
    return inTurn(room_id, () => repeat(attempt, { since }));
  }

  /** Lets rooms go on to where what was loaded of them ends. */
  async function reach(hold: Hold, loaded: readonly { _id: string; rev: number }[]): Promise<void> {
    const fresh: string[] = [];
    const behind: string[] = [];
    for (const { _id, rev } of loaded) {
      const room = rooms.get(_id);
      hold.set(_id, rev);
      if (room.status !== "followed") {
        room.follow(rev);
        fresh.push(_id);
      } else {
        room.advance();
        if (room.rev < rev) behind.push(_id);
      }
    }
    if (behind.length > 0) await Promise.race([catchUp(behind), timers.sleep(timing.gap)]);
    // What it missed until it was followed.
    if (fresh.length > 0) void catchUp(fresh);
  }

  async function find(): Promise<void> {
    const { data } = await repeat((connection) => connection.request("connectRooms"));
    const list = data as ListedRoom[];
    const isNew = ({ _id }: ListedRoom): boolean => rooms.get(_id).status !== "followed";
    const listed = isWhole ? -1 : list.findLastIndex((room) => !isNew(room));
    const fresh = (listed < 0 ? list : list.slice(0, listed)).filter(isNew);
    for (const room of fresh) {
      emitter.emit("room", room);
      rooms.get(room._id).follow(room.rev);
    }
    await catchUp(fresh.map(({ _id }) => _id));
  }

  return {
    connectRooms: (payload: PayloadInput<"connectRooms"> = {}) =>
      repeat((connection) =>
        holding(rooms.holds, async (hold) => {
          const { data, ...frame } = await connection.request("connectRooms", payload);
          const list = data as ListedRoom[];
          isListing = true;
          isWhole = frame.next_cursor === undefined;
          await reach(hold, list);
          return { rooms: list, ...cursorOf(frame) };
        }),
      ),
    getMessages: (payload) =>
      read("getMessages", payload, async ({ data }, hold) => {
        const page = data as EventData<"getMessages">;
        await reach(hold, [{ _id: payload.room_id, rev: page.rev }]);
        return page;
      }),
    getPins: (payload) =>
      read("getPins", payload, ({ data, ...frame }) => ({
        pins: data as EventData<"getPins">,
        ...cursorOf(frame),
      })),
    getMembers: (payload) =>
      read("getMembers", payload, ({ data }) => data as EventData<"getMembers">),
    async discover() {
      if (!isListing) return;
      await (discovery ??= find().finally(() => {
        discovery = undefined;
      }));
    },
  };
}

const cursorOf = ({ next_cursor }: Pick<ServerFrame, "next_cursor">): { next_cursor?: string } =>
  next_cursor === undefined ? {} : { next_cursor };
