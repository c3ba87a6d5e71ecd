// Who is called what: learnt from wherever a first name shows. The newest name wins, by the server's clock.

import type { ChatEvents } from "../events.ts";
import type { Message, ListedRoom } from "./types.ts";

type Person = ChatEvents["user"];

interface Fact {
  readonly first_name: string;
  readonly at: number;
}

export interface Names {
  /** First names by user id. */
  readonly get: () => ReadonlyMap<string, string>;
  /** @param at when it was so, in the server's time. Left out: now */
  readonly learn: (userId: string, name: string | undefined, at?: string) => void;
  readonly learnFromMessage: (message: Pick<Message, "sender_id" | "created_at">) => void;
  readonly learnFromRooms: (
    rooms: readonly Pick<ListedRoom, "last_message" | "recipients">[],
  ) => void;
  /** What somebody is called by now, or that they have no name any more. */
  readonly tell: (user: Person) => void;
  /** A name that the application gives to somebody who has told none. */
  readonly suggest: (userId: string, name: string) => void;
}

export function makeNames(onChange: () => void): Names {
  const facts = new Map<string, Fact>();
  let snapshot: ReadonlyMap<string, string> | undefined;
  /** The latest time that the server has named: what it says without a time is newer. */
  let latest = 0;

  function put(userId: string, name: string | undefined, at: number): void {
    const known = facts.get(userId);
    if (!name || (known && known.at > at)) return;
    facts.set(userId, { first_name: name, at });
    if (known?.first_name === name) return;
    snapshot = undefined;
    onChange();
  }

  const learn: Names["learn"] = (userId, name, at) => {
    if (at === undefined) put(userId, name, latest + 0.5);
    else {
      const time = Date.parse(at);
      latest = Math.max(latest, time);
      put(userId, name, time);
    }
  };
  const learnFromMessage = (message: Pick<Message, "sender_id" | "created_at">): void => {
    const { sender_id, created_at, first_name } = message as typeof message & {
      first_name?: string;
    };
    learn(sender_id, first_name, created_at);
  };

  return {
    learn,
    learnFromMessage,
    get: () =>
      (snapshot ??= new Map([...facts].map(([userId, { first_name }]) => [userId, first_name]))),
    learnFromRooms(rooms) {
      for (const { last_message } of rooms) if (last_message) learnFromMessage(last_message);
      for (const { recipients = [] } of rooms) {
        for (const { _id, first_name } of recipients) learn(_id, first_name);
      }
    },
    tell({ _id, first_name }) {
      if (first_name !== undefined) learn(_id, first_name);
      // What the application suggested is not the server's to take back.
      else if ((facts.get(_id)?.at ?? -1) >= 0) {
        facts.delete(_id);
        snapshot = undefined;
        onChange();
      }
    },
    suggest(userId, name) {
      put(userId, name, -1);
    },
  };
}
