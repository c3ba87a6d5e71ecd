// A room as an async iterator: its newest messages, then its events.

import type { PayloadInput } from "../protocol/actions.ts";
import type { Chat, RequestOptions, Result } from "./api.ts";
import { ChatError, closedError } from "./errors.ts";
import type { RoomEvents } from "./events.ts";

/** A step of `watch`: the first page, or a new one after a `reload`, and each event after it. */
export type RoomUpdate =
  | { readonly event: "messages"; readonly data: Result<"getMessages"> }
  | {
      readonly [Event in keyof WatchedEvents]: {
        readonly event: Event;
        readonly data: RoomEvents[Event];
      };
    }[keyof WatchedEvents];

/** Without `conversation`: each is followed by a `message`. */
type WatchedEvents = Omit<RoomEvents, "conversation">;

const EVENTS: Record<keyof WatchedEvents, true> = {
  message: true,
  edited: true,
  delete: true,
  pin_message: true,
  reaction: true,
  members_added: true,
  member_removed: true,
  room_updated: true,
  group: true,
};

/**
 * Yields a room's newest messages, then all its events in order, and the messages again if more was missed than `sync`
 * returns. Events are buffered while the caller is busy, so it may `await` anything. Ends when the user is no longer a
 * member, and after `break`.
 *
 *     for await (const { event, data } of watch(chat, { room_id })) await render(event, data);
 *
 * @throws ChatError as `getMessages` does
 */
export async function* watch(
  chat: Chat,
  payload: Pick<PayloadInput<"getMessages">, "room_id" | "limit">,
  { signal }: Pick<RequestOptions, "signal"> = {},
): AsyncGenerator<RoomUpdate, void, undefined> {
  const { room_id } = payload;
  /** The updates for the caller, from the first page on, which includes all earlier events. */
  let updates: RoomUpdate[] | undefined;
  let failure: ChatError | undefined;
  let wake = (): void => undefined;

  const fail = (error: ChatError): void => {
    failure ??= error;
    wake();
  };
  const load = (): void => {
    chat.getMessages(payload, { signal }).then((data) => {
      (updates ??= []).push({ event: "messages", data });
      wake();
    }, fail);
  };
  const abort = (): void => {
    fail(new ChatError("ABORTED", "The room is not watched any more.", { cause: signal?.reason }));
  };
  const stops = (Object.keys(EVENTS) as (keyof WatchedEvents)[]).map((event) =>
    chat.on(event, (data) => {
      if (("room_id" in data ? data.room_id : data._id) !== room_id) return;
      updates?.push({ event, data } as RoomUpdate);
      wake();
    }),
  );
  stops.push(
    chat.on("reload", (reload) => {
      if (reload.room_id === room_id) load();
    }),
    chat.on("connection", ({ state, error }) => {
      if (state === "closed") fail(closedError(error));
    }),
    () => signal?.removeEventListener("abort", abort),
  );
  signal?.addEventListener("abort", abort);
  try {
    load();
    for (;;) {
      const update = updates?.shift();
      if (update) {
        yield update;
        const { event, data } = update;
        if (event === "member_removed" && data.user_id === chat.userId) return;
      } else if (failure) throw failure;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    for (const stop of stops) stop();
  }
}
