// Completes a line on Tab: commands, names of rooms, and ids of known users.
import type { ChatStore } from "../client/store/index.ts";
import { COMMAND_NAMES } from "./commands.ts";
import type { Rooms } from "./rooms.ts";

/** As `node:readline` expects it: the candidates for the end of the line, and that end. */
export type Completion = [candidates: string[], end: string];

/** The start of a command whose next word is a user id. The first word of `/group` is the group's name. */
const BEFORE_USER_ID = /^\/(?:new|add|remove|group (?:"[^"]*"|[^\s"]+)) (?:.*[\s,])?/;

export function completer(
  store: ChatStore,
  rooms: Rooms,
  me: string,
): (line: string) => Completion {
  return (line) => {
    if (/^\/\S*$/.test(line)) {
      return startingWith(
        line,
        COMMAND_NAMES.map((name) => `/${name} `),
      );
    }
    const room = /^\/room (.*)$/.exec(line)?.[1];
    if (room !== undefined) {
      const titles = store.rooms.get().rooms.map(({ room_id }) => rooms.title(room_id));
      return startingWith(room, [...new Set(titles)]);
    }
    const before = BEFORE_USER_ID.exec(line)?.[0];
    // Only the first word after `/new` holds user ids.
    if (before === undefined || /^\/new \S*\s/.test(line)) return [[], line];
    return startingWith(line.slice(before.length), knownUsers(store, me));
  };
}

function knownUsers(store: ChatStore, me: string): string[] {
  const pairs = store.rooms.get().rooms.flatMap(({ user_id = [] }) => user_id);
  const known = new Set([...pairs, ...store.names.get().keys()]);
  known.delete(me);
  return [...known].sort();
}

const startingWith = (end: string, candidates: readonly string[]): Completion => [
  candidates.filter((candidate) => candidate.startsWith(end)),
  end,
];
