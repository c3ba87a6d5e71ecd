// What the application loads, brought into step with the events that it gets. While something is read, the rooms it is
// about stand still; then they go on to exactly where the answer ends, and further once the application has it.

import type { EventData, PayloadInput } from "../protocol/actions.ts";
import type { ListedRoom } from "../protocol/connect-rooms.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import type { Result } from "./api.ts";
import type { Requests } from "./requests.ts";
import type { Hold, Room } from "./room.ts";
import type { Rooms } from "./rooms.ts";
import type { Sync } from "./sync.ts";
import type { Timers } from "./timers.ts";

export interface ReadsOptions {
  readonly requests: Requests;
  readonly rooms: Rooms;
  readonly sync: Sync;
  readonly timers: Timers;
  /** How long an answer waits for events that it has and listeners have not. */
  readonly patienceMs: number;
  readonly onRoom: (room: ListedRoom) => void;
}

type ReadOfRoom = "getMessages" | "getPins" | "getMembers";

export class Reads {
  readonly #options: ReadsOptions;
  /** The last read of each room: one waits for the other. */
  readonly #last = new Map<string, Promise<unknown>>();
  #discovery: Promise<void> | undefined;
  /** Whether the application keeps a list of rooms; and whether it has all of them. */
  #isListing = false;
  #isWhole = false;

  constructor(options: ReadsOptions) {
    this.#options = options;
  }

  async connectRooms(payload: PayloadInput<"connectRooms"> = {}): Promise<Result<"connectRooms">> {
    const { requests, rooms } = this.#options;
    return await requests.repeat(async (connection) => {
      const hold: Hold = new Map();
      rooms.holds.add(hold);
      try {
        const { data, ...frame } = await connection.request("connectRooms", payload);
        const list = data as ListedRoom[];
        this.#isListing = true;
        this.#isWhole = frame.next_cursor === undefined;
        await this.#reach(hold, list);
        return { rooms: list, ...cursorOf(frame) };
      } finally {
        this.#soon(() => {
          rooms.release(hold);
        });
      }
    });
  }

  async getMessages(payload: PayloadInput<"getMessages">): Promise<Result<"getMessages">> {
    return await this.#read("getMessages", payload, async ({ data }, room, hold) => {
      const page = data as EventData<"getMessages">;
      await this.#reach(hold, [{ _id: room.id, rev: page.rev }]);
      return page;
    });
  }

  async getPins(payload: PayloadInput<"getPins">): Promise<Result<"getPins">> {
    return await this.#read("getPins", payload, ({ data, ...frame }) => ({
      pins: data as EventData<"getPins">,
      ...cursorOf(frame),
    }));
  }

  async getMembers(payload: PayloadInput<"getMembers">): Promise<Result<"getMembers">> {
    return await this.#read("getMembers", payload, ({ data }) => data as EventData<"getMembers">);
  }

  /**
   * Tells of the rooms that appeared while nobody told: those of the newest 100 that are unknown, and are not merely
   * further down than the application has listed.
   */
  discover(): Promise<void> {
    if (!this.#isListing) return Promise.resolve();
    this.#discovery ??= this.#discover().finally(() => {
      this.#discovery = undefined;
    });
    return this.#discovery;
  }

  async #discover(): Promise<void> {
    const { requests, rooms, sync, onRoom } = this.#options;
    const { data } = await requests.repeat((connection) => connection.request("connectRooms"));
    const list = data as ListedRoom[];
    const isNew = ({ _id }: ListedRoom): boolean => rooms.get(_id).status !== "followed";
    const listed = this.#isWhole ? -1 : list.findLastIndex((room) => !isNew(room));
    const fresh = (listed < 0 ? list : list.slice(0, listed)).filter(isNew);
    for (const room of fresh) {
      onRoom(room);
      rooms.get(room._id).follow(room.rev);
    }
    await sync.catchUp(fresh.map(({ _id }) => _id));
  }

  async #read<T>(
    action: ReadOfRoom,
    payload: PayloadInput<ReadOfRoom>,
    finish: (frame: ServerFrame, room: Room, hold: Hold) => T | Promise<T>,
  ): Promise<T> {
    const { requests, rooms } = this.#options;
    const room = rooms.get(payload.room_id);
    const since = requests.closings;
    const attempt = (): Promise<T> =>
      requests.repeat(
        async (connection) => {
          const hold: Hold = new Map();
          room.hold(hold);
          try {
            return await finish(await connection.request(action, payload), room, hold);
          } finally {
            this.#soon(() => {
              room.release(hold);
            });
          }
        },
        { since },
      );
    const run = (this.#last.get(room.id) ?? Promise.resolve()).then(attempt);
    this.#last.set(
      room.id,
      run.catch(() => undefined),
    );
    return await run;
  }

  /** Lets rooms go on to where what was loaded of them ends. */
  async #reach(hold: Hold, loaded: readonly { _id: string; rev: number }[]): Promise<void> {
    const { rooms, sync, timers, patienceMs } = this.#options;
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
    if (behind.length > 0) await Promise.race([sync.catchUp(behind), timers.sleep(patienceMs)]);
    // What it missed until it was followed.
    if (fresh.length > 0) void sync.catchUp(fresh);
  }

  /** In a turn of its own: whoever waits for the answer has put it into place by then. */
  #soon(run: () => void): void {
    this.#options.timers.after(0, run, run);
  }
}

const cursorOf = ({ next_cursor }: Pick<ServerFrame, "next_cursor">): { next_cursor?: string } =>
  next_cursor === undefined ? {} : { next_cursor };
