// The outbox: sends changes in order, one at a time per conversation, until acknowledged or refused.

import type { PayloadInput } from "../protocol/actions.ts";
import type { RequestOptions } from "./api.ts";
import { isSame, prepare, type Conversations, type Fields } from "./changes.ts";
import type { Connection } from "./connection.ts";
import type { Context } from "./context.ts";
import { ChatError } from "./errors.ts";
import {
  CHANGES,
  type Change,
  type OutboxChange,
  type OutboxEntry,
  type OutboxView,
} from "./outbox-api.ts";
import type { OutboxPersister } from "./persist-outbox.ts";
import { toChatError, cancellable, type Repeat } from "./requests.ts";
import type { RoomFrame } from "./room.ts";
import type { Rooms } from "./rooms.ts";

export interface Outbox extends OutboxView {
  /** Resolves to the `data` of the answer. */
  send(action: Change, payload: PayloadInput<Change>, options?: RequestOptions): Promise<unknown>;
  /** Checks whether an event is the effect of an attempt. */
  receive(frame: RoomFrame): void;
  /** Rejects pending changes; persisted ones continue after `restore`. */
  close(error: ChatError): void;
  /** Loads the changes of an earlier session, places them before newer ones, and begins to send. */
  restore(): Promise<void>;
}

export interface OutboxOptions {
  readonly connection: Connection;
  readonly repeat: Repeat;
  readonly rooms: Rooms;
  readonly conversations: Conversations;
  readonly persister: OutboxPersister | undefined;
  /** Resolves once the events that a room missed while disconnected are known, or cannot be. */
  readonly gate: (roomId: string) => Promise<unknown>;
  /** Makes the room followed from an event on. */
  readonly follow: (roomId: string, rev: number) => void;
}

interface Item {
  entry: OutboxEntry;
  isRunning: boolean;
  /** The room's newest event before the first attempt: events up to it cannot be the answer. */
  after?: number | undefined;
  /** Its own event, or a newer edit of the same message. */
  answer?: Fields;
  /** The user it belongs to, if it was persisted. */
  readonly userId?: string | undefined;
  readonly settle: (error: unknown, value?: unknown) => void;
}

export function makeOutbox(context: Context, options: OutboxOptions): Outbox {
  const { report } = context;
  const { connection, repeat, rooms, conversations, persister, gate, follow } = options;
  let items: Item[] = [];
  let isRestored = false;

  function emit(change: OutboxChange["change"], { entry }: Item, error?: ChatError): void {
    context.emitter.emit("outbox", { change, entry, ...(error && { error }) });
  }

  function save(item: Item): void {
    const { entry, after } = item;
    void persister?.save(item, { entry, after, user_id: connection.userId }).catch(report);
  }

  /** Drops items from memory and leaves them persisted. */
  function drop(dropped: readonly Item[], error: ChatError): void {
    items = items.filter((item) => !dropped.includes(item));
    for (const item of dropped) item.settle(error);
  }

  /** Settles an item and removes it. Does nothing if it was removed already. */
  function finish(item: Item, change: OutboxChange["change"], error?: unknown, value?: unknown) {
    if (!items.includes(item)) return;
    items = items.filter((other) => other !== item);
    item.settle(error, value);
    void persister?.remove(item).catch(report);
    emit(change, item, error as ChatError | undefined);
    flush();
  }

  /** Sends the first change of each conversation, unless it is being sent. */
  function flush(): void {
    if (!isRestored) return;
    const busy = new Set<string>();
    for (const item of items) {
      const conversation = conversations.of(item.entry.payload);
      if (!busy.has(conversation) && !item.isRunning) void run(item, conversation);
      busy.add(conversation);
    }
  }

  async function run(item: Item, conversation: string): Promise<void> {
    item.isRunning = true;
    const { action, payload } = item.entry;
    const isOver = (): boolean => !items.includes(item);
    try {
      const value = await repeat(
        async (transport) => {
          if (item.answer) return item.answer;
          if ("room_id" in payload) item.after ??= rooms.get(payload.room_id).newest;
          item.entry = { ...item.entry, attempts: item.entry.attempts + 1 };
          if (item.entry.attempts === 1) save(item);
          emit("attempted", item);
          const { data } = await transport.request(action, payload);
          if (action === "sendNewMessage") conversations.add((data as { room: never }).room);
          return data;
        },
        { isPatient: true, gate: () => admit(item, conversation), isOver },
      );
      finish(item, "acknowledged", undefined, value);
    } catch (error) {
      finish(item, "failed", error);
    }
  }

  /** Resolves once an item may be sent. It runs when connected, so the current user is known. */
  async function admit(item: Item, conversation: string): Promise<void> {
    if (item.userId === undefined || item.userId === connection.userId) {
      await gate(conversation);
      return;
    }
    // It stays persisted for its own user.
    drop([item], new ChatError("CLOSED", "It is another user's."));
    flush();
  }

  return {
    close(error) {
      isRestored = false;
      drop(items, error);
      void persister?.release().catch(report);
    },
    list: () => items.map(({ entry }) => entry),
    withdraw(id) {
      const item = items.find(({ entry }) => entry.id === id);
      if (item) {
        finish(item, "withdrawn", new ChatError("WITHDRAWN", "It was taken out of the outbox."));
      }
      return item?.entry;
    },
    send(action, given, request) {
      let item: Item | undefined;
      const answer = cancellable(
        context,
        request,
        () =>
          new Promise((resolve, reject) => {
            connection.closedCheck();
            const { id, payload } = prepare(action, given);
            item = {
              entry: { id, action, payload, attempts: 0 } as unknown as OutboxEntry,
              isRunning: false,
              settle(error, value) {
                if (error) reject(toChatError(error));
                else resolve(value);
              },
            };
            items.push(item);
            save(item);
            emit("added", item);
            flush();
          }),
      );
      return answer.catch((error: unknown) => {
        // Its signal or deadline rejected it, unless it was settled already.
        if (item) finish(item, "withdrawn", error);
        throw error;
      });
    },
    receive({ event, rev, data }) {
      const actor = data.removed_by ?? data.sender_id ?? data.user_id;
      if (actor !== connection.userId) return;
      for (const item of items) {
        const { action, payload, attempts } = item.entry;
        const isLater = attempts > 0 && rev > (item.after ?? Infinity);
        if (isLater && CHANGES[action] === event && isSame(payload, data)) {
          item.answer = data;
        }
      }
    },
    async restore() {
      const kept = (await persister?.load().catch(report)) ?? [];
      const settle = (): void => undefined;
      const restored = kept.map(([key, { entry, after, user_id }]): Item => {
        if (after !== undefined && "room_id" in entry.payload) follow(entry.payload.room_id, after);
        return Object.assign(key, {
          entry,
          isRunning: false,
          settle,
          userId: user_id,
          after,
        });
      });
      items.unshift(...restored);
      for (const item of restored) emit("added", item);
      isRestored = true;
      flush();
    },
  };
}
