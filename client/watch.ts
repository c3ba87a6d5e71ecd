// A room as one sequence: its newest messages, then what happens in it.

import type { PayloadInput } from "../protocol/actions.ts";
import type { Chat, RequestOptions, Result } from "./api.ts";
import { ChatError, closedError } from "./errors.ts";
import type { RoomEvents } from "./events.ts";

/** One step of `watch`: the page that a room begins with, or begins with anew, and each event after it. */
export type RoomUpdate =
  | { readonly event: "messages"; readonly data: Result<"getMessages"> }
  | {
      readonly [Event in keyof WatchedEvents]: {
        readonly event: Event;
        readonly data: RoomEvents[Event];
      };
    }[keyof WatchedEvents];

/** What comes as `conversation` comes as `message` too. */
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
 * A room's newest messages, then everything that happens in it, in order, and the messages anew where more was missed
 * than can be told one by one. What comes while the caller is busy waits for it, so it may `await` whatever it likes.
 * Ends when the user is no member any more, and after `break`.
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
  /** What waits for the caller, once there is a page: that has in it what came before. */
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
