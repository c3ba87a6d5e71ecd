// The services that the actions' handlers share, created once per container from the environment.

import type { Store } from "../chat/ports.ts";
import { storeAt } from "../chat/retention.ts";
import { closer, type Close } from "../delivery/close.ts";
import { poster } from "../delivery/poster.ts";
import type { Post } from "../delivery/post.ts";
import { buckets } from "../store/buckets.ts";
import { largeRooms } from "../store/large-rooms.ts";
import { log } from "../store/log.ts";
import { messages } from "../store/messages.ts";
import { roomList } from "../store/room-list.ts";
import { rooms } from "../store/rooms.ts";
import { within } from "../store/table.ts";
import { users } from "../store/users.ts";
import { ENVIRONMENT } from "../names.ts";
import { requireEnv } from "./environment.ts";
import { retentionDays } from "./limits.ts";
import { table } from "./user-store.ts";

/** The store for one request, whose calls end when `signal` aborts. */
export function storeWithin(signal: AbortSignal): Store {
  const limited = within(table, signal);
  const store: Store = {
    rooms: rooms(limited),
    log: log(limited),
    messages: messages(limited),
    roomList: roomList(limited),
    largeRooms: largeRooms(limited),
    buckets: buckets(limited),
    users: (ids) => users(limited).read(ids),
  };
  return storeAt(store, () => Date.now(), retentionDays);
}

/** Posts to this deployment's connections, for actions that may post: only they have the endpoint. */
export const openPost = (): Post => poster(requireEnv(ENVIRONMENT.connectionsEndpoint));

/** Closes this deployment's connections, for the Lambdas that may. */
export const openClose = (): Close => closer(requireEnv(ENVIRONMENT.connectionsEndpoint));
