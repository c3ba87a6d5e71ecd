// Convergence over a bad network: in the end, every client has the same as a client that connects only then.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "undici";
import { ChatError, createChat, type Chat, type ChatOptions } from "../../client/index.ts";
import { startBackend, type Backend } from "../backend.ts";
import { randomFrom } from "../../bench/simulation/scheduler.ts";
import { createChatStore, type ChatStore } from "../../client/store/index.ts";
import { pickFrom } from "../pick.ts";
import { describeCopy, keepCopy, type Copy } from "./copy.ts";
import { startProxy, type Proxy } from "./proxy.ts";
import { describeStore } from "./store/describe-store.ts";
import { PATIENT } from "../patience.ts";

const SEEDS = Number(process.env.SEEDS ?? 3);
const NAMES = ["ann", "bob", "cid", "dan"];
const ACTIONS_PER_USER = 20;
const BACKOFF = { initial: 20, max: 100 };
const TIMING = {
  handshake: 2_000,
  gap: 100,
  request: 2_000,
  sync: 500,
  heartbeat: 1_000,
  pong: 1_000,
};

/** Errors that are normal when everybody does anything, and on a busy machine also late. */
const EXPECTED = ["FORBIDDEN", "NOT_FOUND", "TIMEOUT"];
const isExpected = (error: unknown): boolean =>
  error instanceof ChatError && EXPECTED.includes(error.code);

interface User {
  readonly id: string;
  readonly chat: Chat;
  readonly copy: Copy;
  readonly store: ChatStore;
  close(): void;
}

let backend: Backend;
beforeAll(async () => {
  // No user loses the connection twice a second, and syncs as often: the default limits would refuse that.
  const plenty = { burst: 1_000_000, perMinute: 1_000_000 };
  const limits = { reads: plenty, connects: plenty, invites: plenty, room: plenty };
  backend = await startBackend({ settings: { limits: JSON.stringify(limits) } });
});
afterAll(() => backend.close());

describe("after a bad network has become good", () => {
  it.each(Array.from({ length: SEEDS }, (_, index) => index + 1))(
    "every client has what the server has (seed %i)",
    async (seed) => {
      const random = randomFrom(seed);
      const proxy = await startProxy(backend.server.url, random);
      const faults: unknown[] = [];
      const ids = NAMES.map((name) => `${name}-${seed}`);
      const users = ids.map((id) =>
        join(id, { url: proxy.url, auth: "query", timing: TIMING, backoff: BACKOFF }, faults),
      );
      try {
        await chatter(users, random);
        await settle(users, proxy);
        for (const user of users) await compare(user, faults);
        expect(faults).toEqual([]);
        for (const { copy } of users) expectOrder(copy);
      } finally {
        for (const user of users) user.close();
        await proxy.close();
      }
    },
  );
});

function join(id: string, options: Partial<ChatOptions>, faults: unknown[]): User {
  const fail = (error: unknown): void => {
    if (!isExpected(error)) faults.push(error);
  };
  const open = (): Chat => {
    const chat = createChat({
      url: backend.server.url,
      token: () => backend.server.issuer.sign(id, {}),
      WebSocket,
      ...options,
    });
    chat.on("error", fail);
    return chat;
  };
  // Two chats: what one of them loads must not reach the other.
  const [chat, chatOfStore] = [open(), open()];
  const copy = keepCopy(chat, fail);
  const store = createChatStore(chatOfStore);
  chat.connect();
  chatOfStore.connect();
  const close = (): void => {
    chat.close();
    chatOfStore.close();
  };
  return { id, chat, copy, store, close };
}

async function chatter(users: readonly User[], random: () => number): Promise<void> {
  const [ann, bob] = users as [User, User];
  await Promise.all(users.map(({ copy }) => copy.list()));
  await ann.chat.createGroup({
    room_name: "Tea",
    recipients: users.slice(1, 3).map(({ id }) => id),
  });
  await bob.chat.sendNewMessage({ recipient_id: ann.id, message: { message: "Hello" } });
  const acts = users.map(async (user) => {
    const waiting: Promise<unknown>[] = [];
    for (let n = 0; n < ACTIONS_PER_USER; n++) {
      const action = act(user, users, random).catch((error: unknown) => {
        if (!isExpected(error)) throw error;
      });
      waiting.push(action);
      // Some actions wait for the reply, some do not.
      if (random() < 0.5) await action;
    }
    await Promise.all(waiting);
  });
  await Promise.all(acts);
}

let counter = 0;

async function act({ id, chat, copy }: User, users: readonly User[], random: () => number) {
  const pick = pickFrom(random);
  const text = `${id} ${++counter}`;
  const room_id = pick<string | undefined>([...copy.rooms.keys()]);
  const other = pick<User | undefined>(users)?.id ?? id;
  if (room_id === undefined) return;
  const messages = [...(copy.rooms.get(room_id)?.messages.values() ?? [])];
  const own = pick<(typeof messages)[number] | undefined>(
    messages.filter(({ sender_id }) => sender_id === id),
  );
  const one = pick<(typeof messages)[number] | undefined>(messages);
  const dice = random();
  if (dice < 0.35 || !one || !own) return await chat.sendMessage({ room_id, message: text });
  if (dice < 0.5) return await chat.editMessage({ room_id, message_id: own._id, message: text });
  if (dice < 0.57) return await chat.deleteMessage({ room_id, message_id: own._id });
  if (dice < 0.67) {
    return await chat.pinMessage({ room_id, _id: one._id, pin_message: random() < 0.7 });
  }
  if (dice < 0.72) {
    const reaction = pick(["👍", "🎉"]);
    const [room_id, message_id] = [one.room_id, one._id];
    return await chat.reactMessage({ room_id, message_id, reaction, on: random() < 0.6 });
  }
  if (dice < 0.77) return await chat.messageSeen({ room_id, message_id: one._id });
  if (dice < 0.82) return await chat.addMembers({ room_id, user_ids: [other] });
  if (dice < 0.86) return await chat.removeMember({ room_id, user_id: other });
  if (dice < 0.9) return await chat.updateRoom({ room_id, room_name: text });
  if (dice < 0.92) return await chat.createGroup({ room_name: text, recipients: [other] });
  if (dice < 0.94 && other !== id) {
    return await chat.sendNewMessage({ recipient_id: other, message: { message: text } });
  }
  if (dice < 0.96) await chat.typing({ room_id });
  else if (dice < 0.98) await copy.list();
  else copy.load(room_id);
}

async function settle(users: readonly User[], proxy: Proxy): Promise<void> {
  await backend.settled();
  proxy.calm();
  proxy.cutAll();
  for (const { copy } of users) await copy.loaded();
}

async function compare({ id, copy, store }: User, faults: unknown[]): Promise<void> {
  const fresh = join(id, {}, faults);
  await fresh.copy.list();
  await fresh.copy.loaded();
  expectOnce(fresh.copy);
  const expected = describeCopy(fresh.copy);
  const expectedState = await describeStore(fresh.store);
  fresh.close();
  await vi.waitFor(() => {
    expect(describeCopy(copy)).toEqual(expected);
  }, PATIENT);
  await vi.waitFor(async () => {
    expect(await describeStore(store)).toEqual(expectedState);
  }, PATIENT);
}

/** Expects that no message was stored twice: each has a text of its own. */
function expectOnce({ rooms }: Copy): void {
  const messages = [...rooms.values()].flatMap((room) => [...room.messages.values()]);
  const texts = messages.flatMap((message) => ("message" in message ? [message.message] : []));
  expect(new Set(texts).size).toBe(texts.length);
}

/** Expects that each event came once, and in order. */
function expectOrder({ told }: Copy): void {
  const last = new Map<string, number>();
  for (const { room_id, rev, event } of told) {
    const before = last.get(room_id) ?? 0;
    if (rev <= before) throw new Error(`${room_id}: ${event} ${rev} after ${before}`);
    last.set(room_id, rev);
  }
}
