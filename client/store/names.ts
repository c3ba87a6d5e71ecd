// First names, learned from all data that has one. The newest name wins, by the server's clock.

import type { ChatEvents } from "../events.ts";
import type { Message, ListedRoom } from "./types.ts";

type Person = ChatEvents["user"];

interface Fact {
  /** Undefined if the user has none. */
  readonly first_name: string | undefined;
  /** When the name was sent, by the server's clock. */
  readonly at: number;
  /** Whether the name is current: names in older messages do not replace it. */
  readonly isPresent?: boolean;
}

type Sender = Pick<Message, "sender_id" | "created_at">;

export interface Names {
  /** First names by user id. */
  readonly get: () => ReadonlyMap<string, string>;
  /** A user's current name. */
  readonly learn: (userId: string, name: string | undefined) => void;
  /** A new message. */
  readonly learnFromMessage: (message: Sender) => void;
  /** A message from history: its sender may have changed their name since. */
  readonly learnFromHistory: (message: Sender) => void;
  readonly learnFromRooms: (
    rooms: readonly Pick<ListedRoom, "last_message" | "recipients">[],
  ) => void;
  /** A user's current name, or that they no longer have one. */
  readonly set: (user: Person) => void;
  /** A name from the application, for a user without one. */
  readonly suggest: (userId: string, name: string) => void;
}

/** Older than any time of the server. */
const SUGGESTED = -1;

export function makeNames(onChange: () => void): Names {
  const facts = new Map<string, Fact>();
  let snapshot: ReadonlyMap<string, string> | undefined;

  function put(userId: string, fact: Fact): void {
    const known = facts.get(userId);
    facts.set(userId, fact);
    if (known?.first_name === fact.first_name) return;
    snapshot = undefined;
    onChange();
  }

  function learn(userId: string, first_name: string | undefined): void {
    if (!first_name) return;
    const at = Math.max(0, facts.get(userId)?.at ?? 0);
    put(userId, { first_name, at, isPresent: true });
  }

  function learnFromMessage({ sender_id, created_at, ...message }: Sender): void {
    const { first_name } = message as { first_name?: string };
    const at = Date.parse(created_at);
    if (first_name && at >= (facts.get(sender_id)?.at ?? 0)) put(sender_id, { first_name, at });
  }

  function learnFromHistory(message: Sender): void {
    if (!facts.get(message.sender_id)?.isPresent) learnFromMessage(message);
  }

  return {
    learn,
    learnFromMessage,
    learnFromHistory,
    get: () =>
      (snapshot ??= new Map(
        [...facts].flatMap(([userId, { first_name }]) =>
          first_name === undefined ? [] : [[userId, first_name] as const],
        ),
      )),
    learnFromRooms(rooms) {
      for (const { last_message } of rooms) if (last_message) learnFromHistory(last_message);
      for (const { recipients = [] } of rooms) {
        for (const { _id, first_name } of recipients) learn(_id, first_name);
      }
    },
    set({ _id, first_name }) {
      if (first_name !== undefined) {
        learn(_id, first_name);
        return;
      }
      const known = facts.get(_id);
      // A name from the application remains: the server does not know it.
      const suggested = known?.at === SUGGESTED ? known.first_name : undefined;
      put(_id, { first_name: suggested, at: known?.at ?? 0, isPresent: true });
    },
    suggest(userId, first_name) {
      const known = facts.get(userId);
      if (known?.first_name !== undefined && known.at !== SUGGESTED) return;
      put(userId, { ...known, first_name, at: SUGGESTED });
    },
  };
}
