// Completes on Tab: commands, rooms by name or number, and ids of known users.
import type { ChatStore } from "../client/store/index.ts";
import { COMMAND_NAMES } from "./commands.ts";
import type { Rooms } from "./rooms.ts";

/** As `node:readline` takes it: what the end of the line can become, and that end. */
export type Completion = [candidates: string[], end: string];

/** Commands that name people, from the first word on, and `/group`, whose first word is a name. */
const OF_PEOPLE = /^\/(?:new|add|remove|group (?:"[^"]*"|[^\s"]+)) (?:.*[\s,])?/;

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
    const before = OF_PEOPLE.exec(line)?.[0];
    // After `/new` only the first word is of people.
    if (before === undefined || /^\/new \S*\s/.test(line)) return [[], line];
    return startingWith(line.slice(before.length), people(store, me));
  };
}

function people(store: ChatStore, me: string): string[] {
  const pairs = store.rooms.get().rooms.flatMap(({ user_id = [] }) => user_id);
  const known = new Set([...pairs, ...store.names.get().keys()]);
  known.delete(me);
  return [...known].sort();
}

const startingWith = (end: string, candidates: readonly string[]): Completion => [
  candidates.filter((candidate) => candidate.startsWith(end)),
  end,
];
