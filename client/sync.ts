// Asks `sync` for what was missed: one request after another, for as many rooms as one may name.

import type { EventData } from "../protocol/actions.ts";
import type { Repeat } from "./requests.ts";
import type { Rooms } from "./rooms.ts";
import type { Surroundings } from "./surroundings.ts";

/** Resolves once these rooms, all followed ones by default, have been caught up with, or could not be. */
export type CatchUp = (roomIds?: Iterable<string>) => Promise<void>;

const ROOMS_PER_REQUEST = 50;

export function makeCatchUp({ report }: Surroundings, repeat: Repeat, rooms: Rooms): CatchUp {
  const wanted = new Set<string>();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (wanted.size > 0) {
      const batch = [...wanted].slice(0, ROOMS_PER_REQUEST);
      for (const id of batch) wanted.delete(id);
      await ask(batch).catch(report);
      // Where something is still missing, this has it asked for again a little later.
      for (const id of batch) rooms.get(id).advance();
    }
  }

  async function ask(batch: readonly string[]): Promise<void> {
    const answers = await repeat(async (connection) => {
      const cursors = batch
        .map((id) => rooms.get(id))
        .filter(({ status }) => status === "followed")
        .map(({ id, cursor }) => ({ room_id: id, after_rev: cursor }));
      if (cursors.length === 0) return [];
      const { data } = await connection.request("sync", { rooms: cursors });
      return data as EventData<"sync">;
    });
    for (const answer of answers) {
      rooms.catchUp(answer);
      if (answer.has_more) wanted.add(answer.room_id);
    }
  }

  return async (roomIds = rooms.followed()) => {
    for (const id of roomIds) wanted.add(id);
    await (running ??= run().finally(() => {
      running = undefined;
    }));
  };
}
