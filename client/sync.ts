// Asks `sync` for what was missed: one request after another, for as many rooms as one may name.

import type { EventData } from "../protocol/actions.ts";
import type { ChatError } from "./errors.ts";
import type { Requests } from "./requests.ts";
import type { Rooms } from "./rooms.ts";

const ROOMS_PER_REQUEST = 50;

export class Sync {
  readonly #requests: Requests;
  readonly #rooms: Rooms;
  readonly #onError: (error: ChatError) => void;
  #wanted = new Set<string>();
  #running: Promise<void> | undefined;

  constructor(requests: Requests, rooms: Rooms, onError: (error: ChatError) => void) {
    this.#requests = requests;
    this.#rooms = rooms;
    this.#onError = onError;
  }

  /** Resolves once these rooms, all followed ones by default, have been caught up with, or could not be. */
  async catchUp(roomIds: Iterable<string> = this.#rooms.followed()): Promise<void> {
    for (const id of roomIds) this.#wanted.add(id);
    await (this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    }));
  }

  async #run(): Promise<void> {
    while (this.#wanted.size > 0) {
      const batch = [...this.#wanted].slice(0, ROOMS_PER_REQUEST);
      for (const id of batch) this.#wanted.delete(id);
      try {
        await this.#ask(batch);
      } catch (error) {
        this.#onError(error as ChatError);
      }
      // Where something is still missing, this has it asked for again a little later.
      for (const id of batch) this.#rooms.get(id).advance();
    }
  }

  async #ask(batch: string[]): Promise<void> {
    const answers = await this.#requests.repeat(async (connection) => {
      const rooms = batch
        .map((id) => this.#rooms.get(id))
        .filter(({ status }) => status === "followed")
        .map(({ id, cursor }) => ({ room_id: id, after_rev: cursor }));
      if (rooms.length === 0) return [];
      const { data } = await connection.request("sync", { rooms });
      return data as EventData<"sync">;
    });
    for (const answer of answers) {
      this.#rooms.catchUp(answer);
      if (answer.has_more) this.#wanted.add(answer.room_id);
    }
  }
}
