// Property: in whatever order answers and events come, in the end a store has the same as a store that starts then.

import fc from "fast-check";
import { expect, it } from "vitest";
import { createChatStore, type ChatStore } from "../../../client/store/index.ts";
import { fakeChat, settle, type FakeChat } from "./fake-chat.ts";
import { ME, Model } from "./model.ts";
import { textOf } from "./samples.ts";

const RUNS = Number(process.env.SEEDS ?? 150);
const USERS = ["bob", "cid", "dan"];
const user = (n: number): string => USERS[n % USERS.length] ?? "bob";

interface World {
  readonly chat: FakeChat;
  readonly store: ChatStore;
  readonly model: Model;
  close: (() => void) | undefined;
}

const noFault = (error: unknown): void => {
  if ((error as { code?: string }).code !== "FORBIDDEN") throw error;
};

const STEPS: Record<string, (world: World, n: number) => unknown> = {
  tell: ({ model }) => {
    model.tell();
  },
  tellMore: ({ model }) => {
    for (let i = 0; i < 5; i++) model.tell();
  },
  read: ({ model }) => {
    model.read();
  },
  readLagging: ({ model }, n) => {
    model.read(n % 3);
  },
  answer: ({ model }) => {
    model.answer();
  },
  send: ({ model }, n) => model.send(user(n)),
  edit: ({ model }, n) => {
    model.edit(n);
  },
  delete: ({ model }, n) => {
    model.delete(n);
  },
  pin: ({ model }, n) => {
    model.pin(n, true);
  },
  unpin: ({ model }, n) => {
    model.pin(n, false);
  },
  rename: ({ model }) => {
    model.rename();
  },
  add: ({ model }, n) => {
    model.add(user(n));
  },
  remove: ({ model }, n) => {
    model.remove(user(n));
  },
  removeMe: ({ model }) => {
    model.remove(ME);
  },
  addMe: ({ model }) => {
    model.add(ME);
  },
  see: ({ model }, n) => {
    model.see(user(n), n);
  },
  seeMyself: ({ model }, n) => {
    model.see(ME, n);
  },
  lose: ({ model }) => {
    model.lose();
  },
  open: (world) => {
    world.close ??= world.store.open("tea");
  },
  close: (world) => {
    world.close?.();
    world.close = undefined;
  },
  sendMine: ({ store }) => {
    store.send("tea", "mine");
  },
  markRead: ({ store }, n) => {
    store.markRead("tea", n);
  },
  loadOlder: ({ store }) => store.loadOlder("tea").catch(noFault),
  loadMembers: ({ store }) => store.loadMembers("tea").catch(noFault),
  loadPins: ({ store }) => store.loadPins("tea").catch(noFault),
  loadRooms: ({ store }) => store.loadRooms(),
};

/** Steps that happen more often than the others. */
const OFTEN = ["tell", "read", "answer", "send", "edit"];

const step = fc.record({
  name: fc.constantFrom(...Object.keys(STEPS), ...OFTEN, ...OFTEN),
  n: fc.nat(20),
  isLate: fc.boolean(),
});

async function drain({ model, chat }: World): Promise<void> {
  for (let rounds = 0; chat.requests.length > 0 || model.queued > 0; rounds++) {
    if (rounds > 1_000) throw new Error("It does not come to an end.");
    model.read();
    model.answer();
    model.tell();
    await settle();
  }
}

/** Everything that a store has of the room, after loading it to its beginning. */
async function describeAll(world: World): Promise<unknown> {
  const { store } = world;
  world.close ??= store.open("tea");
  await drain(world);
  while (store.messages("tea").get().has_older) {
    void store.loadOlder("tea");
    await drain(world);
  }
  const { info, last_message, seq, unread_count } = store.room("tea").get() ?? {};
  const { messages } = store.messages("tea").get();
  return {
    rooms: store.rooms.get().rooms.map(({ room_id }) => room_id),
    unread: store.unread.get(),
    name: info?.room_name,
    count: info?.member_count,
    seq,
    unread_count,
    last: last_message && [last_message._id, last_message.deleted ? "-" : last_message.message],
    // Refused messages stay until the user discards them.
    messages: messages
      .filter(({ status }) => status !== "failed")
      .map((one) => [one._id, one.status, "seq" in one ? one.seq : "", textOf(one)].join(" ")),
    members: store
      .members("tea")
      .get()
      ?.map(({ user_id, role }) => `${user_id} ${role}`)
      .sort(),
    reads: [...(store.reads("tea").get() ?? [])].map((mark) => mark.join(" ")).sort(),
    pins: store
      .pins("tea")
      .get()
      ?.map(({ _id, message }) => `${_id} ${message}`),
  };
}

it("a state and its events are the state that is fetched afresh", async () => {
  const run = async (steps: { name: string; n: number; isLate: boolean }[]): Promise<void> => {
    const chat = fakeChat(ME);
    const world: World = {
      chat,
      model: new Model(chat),
      close: undefined,
      store: createChatStore(chat),
    };
    for (const { name, n, isLate } of steps) {
      void STEPS[name]?.(world, n);
      // Code that awaits an answer may continue only after further steps.
      if (!isLate) await settle();
    }
    await drain(world);
    const known = await describeAll(world);
    world.store.destroy();
    const fresh = { ...world, close: undefined, store: createChatStore(chat) };
    expect(known).toEqual(await describeAll(fresh));
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60, size: "max" }), run), {
    numRuns: RUNS,
    seed: 20_261_125,
  });
});
