// Subscribers of the store: when each is called, and how little is computed for it.

import { describe, expect, it, vi } from "vitest";
import type { Readable } from "../../../client/store/index.ts";
import * as sample from "./samples.ts";
import { listed, listing, message, opened, settle } from "./samples.ts";

const watch = <T>(readable: Readable<T>) => {
  const told = vi.fn<(value: T) => void>();
  const stop = readable.subscribe(told);
  told.mockClear();
  return { told, stop };
};

describe("a subscriber", () => {
  it("gets the present value at once, each new one once per turn, and none after it stops", async () => {
    const { chat, store } = await opened({ messages: [message(1)] });
    const told = vi.fn();
    const stop = store.messages("tea").subscribe(told);
    expect(told).toHaveBeenCalledExactlyOnceWith(store.messages("tea").get());
    chat.tell("message", message(2));
    chat.tell("message", message(3));
    expect(told).toHaveBeenCalledTimes(1);
    await settle();
    expect(told).toHaveBeenCalledTimes(2);
    expect(told).toHaveBeenLastCalledWith(store.messages("tea").get());
    stop();
    chat.tell("message", message(4));
    await settle();
    expect(told).toHaveBeenCalledTimes(2);
  });

  it("is called for changes of its own slice only", async () => {
    const { chat, store } = await listing([listed(), listed({ _id: "cake" })]);
    const watched = {
      rooms: watch(store.rooms),
      unread: watch(store.unread),
      names: watch(store.names),
      connection: watch(store.connection),
      tea: watch(store.room("tea")),
      teaMessages: watch(store.messages("tea")),
      teaTyping: watch(store.typing("tea")),
      teaPins: watch(store.pins("tea")),
      teaDraft: watch(store.draft("tea")),
      cake: watch(store.room("cake")),
      cakeMessages: watch(store.messages("cake")),
    };
    const told = async (happen: () => void): Promise<string[]> => {
      for (const { told } of Object.values(watched)) told.mockClear();
      happen();
      await settle();
      const entries = Object.entries(watched).filter(([, { told }]) => told.mock.calls.length > 0);
      for (const [, { told }] of entries) expect(told).toHaveBeenCalledTimes(1);
      return entries.map(([name]) => name);
    };
    const typing = { room_id: "tea", user_id: "bob", message: "" };
    expect(
      await told(() => {
        chat.tell("typing", typing);
      }),
    ).toEqual(["teaTyping"]);
    expect(
      await told(() => {
        chat.tell("seen", sample.seen("bob", 1));
      }),
    ).toEqual([]);
    expect(
      await told(() => {
        chat.tell("message", message(1));
      }),
    ).toEqual(["rooms", "unread", "tea"]);
    expect(
      await told(() => {
        chat.tell("message", message(2, { sender_id: "ann", rev: 2 }));
      }),
    ).toEqual(["rooms", "unread", "tea"]);
    expect(
      await told(() => {
        chat.go("offline");
      }),
    ).toEqual(["connection"]);
    expect(
      await told(() => {
        store.setDraft("tea", { text: "a" });
      }),
    ).toEqual(["teaDraft"]);
    expect(
      await told(() => {
        store.suggestName("dan", "Dan");
      }),
    ).toEqual(["names"]);
    expect(await told(() => store.send("cake", "Hi"))).toEqual(["rooms", "cake", "cakeMessages"]);
    expect(
      await told(() => {
        chat.tell("edited", sample.edited(7, 3, "x"));
      }),
    ).toEqual([]);
  });

  it("that throws does not affect others, and its error is reported as uncaught", async () => {
    const { chat, store } = await listing([listed()]);
    const uncaught = vi.fn();
    vi.stubGlobal("reportError", uncaught);
    let isArmed = false;
    store.unread.subscribe(() => {
      if (isArmed) throw new Error("mine");
    });
    const { told } = watch(store.unread);
    isArmed = true;
    chat.tell("message", message(1));
    await settle();
    expect(uncaught).toHaveBeenCalledExactlyOnceWith(new Error("mine"));
    vi.unstubAllGlobals();
    expect(told).toHaveBeenCalledExactlyOnceWith(1);
  });

  it("may change the state, and stop others, while it is called", async () => {
    const { chat, store } = await listing([listed({ seq: 1, rev: 1 })]);
    let stopOther = (): void => undefined;
    store.unread.subscribe((count) => {
      if (count < 2) return;
      stopOther();
      store.markRead("tea");
    });
    const { told, stop } = watch(store.unread);
    stopOther = stop;
    chat.tell("message", message(2));
    await settle();
    expect(told).not.toHaveBeenCalled();
    expect(store.unread.get()).toBe(0);
  });

  it("is not called after the store was destroyed", async () => {
    const { chat, store } = await listing([listed()]);
    const { told } = watch(store.unread);
    store.destroy();
    chat.tell("message", message(1));
    await settle();
    expect(told).not.toHaveBeenCalled();
  });
});

describe("many rooms", () => {
  const ROOMS = 1_000;
  const PER_ROOM = 10;
  const rooms = Array.from({ length: ROOMS }, (_, n) => listed({ _id: `r${n}` }));

  it("do not make an event slower: it costs the work of its own room only", async () => {
    const counts: number[] = [];
    for (const size of [10, ROOMS]) {
      const { chat, store } = await listing(rooms.slice(0, size), { conversations: Infinity });
      for (let n = 0; n < size; n++) {
        const close = store.open(`r${n}`);
        const messages = Array.from({ length: PER_ROOM }, (_, i) =>
          message(i + 1, { _id: `r${n}.${i}`, room_id: `r${n}` }),
        );
        chat.asked("getMessages").answer(sample.page(messages));
        await settle();
        chat.asked("getMembers").answer({ members: [sample.member("ann"), sample.member("bob")] });
        chat.asked("getPins").answer({ pins: [] });
        await settle();
        close();
      }
      expect(store.messages("r7").get().messages).toHaveLength(PER_ROOM);
      counts.push(
        copied(() => {
          chat.tell("message", message(11, { room_id: "r7" }));
        }),
      );
      counts.push(
        copied(() => {
          chat.tell("edited", { ...sample.edited(11, 12, "x"), room_id: "r7" });
        }),
      );
    }
    const [few, fewEdited, many, manyEdited] = counts;
    expect([many, manyEdited]).toEqual([few, fewEdited]);
    expect(many).toBeLessThan(100);
  });

  it("and ten thousand messages of one room are not copied for one message more", async () => {
    const messages = Array.from({ length: 10_000 }, (_, n) => message(n + 1));
    const { chat } = await opened({ messages });
    expect(
      copied(() => {
        chat.tell("message", message(10_001));
      }),
    ).toBeLessThan(1_000);
    expect(
      copied(() => {
        chat.tell("edited", sample.edited(5_000, 10_002, "x"));
      }),
    ).toBeLessThan(1_000);
    expect(
      copied(() => {
        chat.tell("delete", sample.deleted(1, 10_003));
      }),
    ).toBeLessThan(1_000);
  });
});

/** How many entries of arrays, maps and sets `run` copies, or visits by methods of arrays. */
function copied(run: () => void): number {
  let count = 0;
  const restore: (() => void)[] = [];
  const counting = (owner: object, name: string | symbol, size: (self: never) => number): void => {
    const own = Reflect.get(owner, name) as (...args: unknown[]) => unknown;
    const counted = function (this: never, ...args: unknown[]): unknown {
      count += size(this);
      return own.apply(this, args);
    };
    Reflect.set(owner, name, counted);
    restore.push(() => Reflect.set(owner, name, own));
  };
  for (const name of [
    "filter",
    "map",
    "flatMap",
    "slice",
    "flat",
    "concat",
    "sort",
    Symbol.iterator,
  ]) {
    counting(Array.prototype, name, (list: unknown[]) => list.length);
  }
  counting(Map.prototype, "set", () => 1);
  counting(Set.prototype, "add", () => 1);
  try {
    run();
  } finally {
    for (const undo of restore) undo();
  }
  return count;
}
