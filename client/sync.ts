// Requests missed events with `sync`: one request at a time, each for as many rooms as the protocol allows.

import type { EventData } from "../protocol/actions.ts";
import type { Context } from "./context.ts";
import type { Repeat } from "./requests.ts";
import type { Rooms } from "./rooms.ts";
import type { Transport } from "./transport.ts";

export interface CatchUp {
  /** Resolves once these rooms have caught up, or could not. */
  (roomIds: Iterable<string>): Promise<void>;
  /** Resolves once this room is not waiting to catch up any more; moves it before the others. */
  first(roomId: string): Promise<void>;
}

const ROOMS_PER_REQUEST = 50;

export function makeCatchUp({ report }: Context, repeat: Repeat, rooms: Rooms): CatchUp {
  const queue = new Set<string>();
  const urgent = new Set<string>();
  let batch: string[] = [];
  let requesting: Promise<void> | undefined;
  let running: Promise<void> | undefined;
  /** The rooms that were synced on a connection: no read mark is missed after that. */
  const synced = new WeakMap<Transport, Set<string>>();

  async function run(): Promise<void> {
    while (queue.size > 0) {
      const [...waiting] = queue;
      const isUrgent = (id: string): boolean => urgent.has(id);
      const ordered = [...waiting.filter(isUrgent), ...waiting.filter((id) => !isUrgent(id))];
      batch = ordered.slice(0, ROOMS_PER_REQUEST);
      for (const id of batch) queue.delete(id);
      requesting = request(batch).catch(report);
      await requesting;
      // If an event is still missing, this starts the wait for the next `sync`.
      for (const id of batch) rooms.get(id).advance();
      batch = [];
    }
  }

  async function request(ids: readonly string[]): Promise<void> {
    const answers = await repeat(async (transport) => {
      const cursors = ids
        .map((id) => rooms.get(id))
        .filter(({ status }) => status === "followed")
        .map(({ id, cursor }) => ({ room_id: id, after_rev: cursor }));
      if (cursors.length === 0) return [];
      const before = synced.get(transport) ?? new Set();
      const marks = !cursors.every(({ room_id }) => before.has(room_id));
      const { data } = await transport.request("sync", { rooms: cursors, marks, names: marks });
      synced.set(transport, before);
      const found = data as EventData<"sync">;
      for (const { room_id, has_more } of found) {
        // The marks come with the last page.
        if (has_more) before.delete(room_id);
        else before.add(room_id);
      }
      return found;
    });
    for (const answer of answers) {
      rooms.catchUp(answer);
      if (answer.has_more) queue.add(answer.room_id);
    }
  }

  const catchUp = async (roomIds: Iterable<string>): Promise<void> => {
    for (const id of roomIds) queue.add(id);
    await (running ??= run().finally(() => {
      running = undefined;
    }));
  };
  return Object.assign(catchUp, {
    async first(roomId: string) {
      urgent.add(roomId);
      while (queue.has(roomId) || batch.includes(roomId)) await requesting;
      urgent.delete(roomId);
    },
  });
}
