// What the handlers of actions share: made once per container, from the environment.

import type { Store } from "../chat/ports.ts";
import { managementClient, poster, type Post } from "../delivery/post.ts";
import { log } from "../store/log.ts";
import { messages } from "../store/messages.ts";
import { roomList } from "../store/room-list.ts";
import { rooms } from "../store/rooms.ts";
import { ENVIRONMENT } from "../names.ts";
import { requireEnv } from "./environment.ts";
import { people, table } from "./people.ts";

export const store: Store = {
  rooms: rooms(table),
  log: log(table),
  messages: messages(table),
  roomList: roomList(table),
  users: (ids) => people.read(ids),
};

/** For the actions that post. The others are not told where to. */
export const openPost = (): Post =>
  poster(managementClient(requireEnv(ENVIRONMENT.connectionsEndpoint)));
