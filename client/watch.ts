// A room as one sequence: its newest messages, then what happens in it.

import type { Chat, RoomUpdate } from "./api.ts";
import type { Connection } from "./connection.ts";
import type { Context } from "./context.ts";
import { ChatError } from "./errors.ts";
import type { Loads } from "./loads.ts";
import type { Rooms } from "./rooms.ts";

interface WatchOptions {
  readonly connection: Connection;
  readonly rooms: Rooms;
  readonly getMessages: Loads["getMessages"];
}

export function makeWatch(
  { emitter }: Context,
  { connection, rooms, getMessages }: WatchOptions,
): Chat["watch"] {
  return async function* watch(payload, { signal } = {}) {
    const { room_id } = payload;
    /** What waits for the caller, once there is a page: that has in it what came before. */
    const waiting: { updates?: RoomUpdate[]; failure?: ChatError } = {};
    let wake = (): void => undefined;

    const fail = (error: ChatError): void => {
      waiting.failure ??= error;
      wake();
    };
    const load = (): void => {
      getMessages(payload, { signal }).then((data) => {
        (waiting.updates ??= []).push({ event: "messages", data });
        wake();
      }, fail);
    };
    const abort = (): void => {
      fail(
        new ChatError("ABORTED", "The room is not watched any more.", { cause: signal?.reason }),
      );
    };
    const stops = [
      rooms.tap(room_id, ({ event, data }) => {
        waiting.updates?.push({ event, data } as unknown as RoomUpdate);
        wake();
      }),
      emitter.on("reload", (reload) => {
        if (reload.room_id === room_id) load();
      }),
      emitter.on("connection", ({ state }) => {
        if (state === "closed") fail(connection.closedError);
      }),
      () => signal?.removeEventListener("abort", abort),
    ];
    signal?.addEventListener("abort", abort);
    try {
      load();
      for (;;) {
        const update = waiting.updates?.shift();
        if (update) {
          yield update;
          if (isFarewell(update, connection.userId)) return;
        } else if (waiting.failure) throw waiting.failure;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      for (const stop of stops) stop();
    }
  };
}

const isFarewell = ({ event, data }: RoomUpdate, userId: string | undefined): boolean =>
  event === "member_removed" && data.user_id === userId;
