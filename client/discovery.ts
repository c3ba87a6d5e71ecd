// Finds new rooms, and rooms with missed events, by reading the list of rooms, newest activity first.

import type { ListedRoom } from "../protocol/connect-rooms.ts";
import type { Context } from "./context.ts";
import type { Repeat } from "./requests.ts";
import type { Rooms } from "./rooms.ts";
import type { CatchUp } from "./sync.ts";

export interface Discovery {
  /** Whether the application has loaded a list of rooms. */
  readonly isListing: boolean;
  /** The application has loaded a page of the list, or all of it. */
  listed(isWhole: boolean): void;
  /**
   * Emits the rooms that appeared: rooms that are unknown and not merely further down than the application has listed.
   * Catches up with rooms that have missed events. Does nothing if the application loaded no list. Resolves to whether
   * the list could be read.
   */
  discover(): Promise<boolean>;
}

export interface DiscoveryOptions {
  readonly repeat: Repeat;
  readonly rooms: Rooms;
  readonly catchUp: CatchUp;
  readonly onList: (rooms: readonly ListedRoom[]) => void;
}

export function makeDiscovery(
  { emitter, report }: Context,
  { repeat, rooms, catchUp, onList }: DiscoveryOptions,
): Discovery {
  let isListing = false;
  let isWhole = false;
  let running: Promise<boolean> | undefined;
  let next: Promise<boolean> | undefined;

  /** Handles one page. Returns the cursor of the next one if it may hold changes. */
  async function readPage(cursor: string | undefined): Promise<string | undefined> {
    const payload = cursor === undefined ? {} : { cursor };
    const { data, next_cursor } = await repeat((transport) =>
      transport.request("connectRooms", payload),
    );
    const list = data as ListedRoom[];
    onList(list);
    const isNew = ({ _id, rev }: ListedRoom): boolean => {
      const { status, rev: known } = rooms.get(_id);
      return status === "unknown" || (status === "left" && known < rev);
    };
    const isFollowed = ({ _id }: ListedRoom): boolean => rooms.get(_id).status === "followed";
    let listed = list.length - 1;
    while (!isWhole && listed >= 0 && !isFollowed(list[listed] as ListedRoom)) listed--;
    const fresh = (listed < 0 || isWhole ? list : list.slice(0, listed)).filter(isNew);
    const behind = list.filter((room) => isFollowed(room) && rooms.get(room._id).cursor < room.rev);
    for (const room of fresh) {
      emitter.emit("room", room);
      rooms.get(room._id).count(room.member_count);
      rooms.get(room._id).follow(room.rev);
    }
    await catchUp([...fresh, ...behind].map(({ _id }) => _id));
    return fresh.length + behind.length === list.length ? next_cursor : undefined;
  }

  async function readList(): Promise<void> {
    let cursor: string | undefined;
    do cursor = await readPage(cursor);
    while (cursor !== undefined);
  }

  function run(): Promise<boolean> {
    next = undefined;
    running = readList()
      .then(
        () => true,
        (error: unknown) => {
          report(error);
          return false;
        },
      )
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  return {
    get isListing() {
      return isListing;
    },
    listed(whole) {
      isListing = true;
      isWhole = whole;
    },
    async discover() {
      if (!isListing) return true;
      // The running pass may have read the list before the change that this call is about.
      return await (running ? (next ??= running.then(run)) : run());
    },
  };
}
