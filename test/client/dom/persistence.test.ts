// The implementations of Persistence: each does what the interface says.

import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createIndexedDBPersistence } from "../../../client/indexeddb/index.ts";
import { createLocalStoragePersistence } from "../../../client/localstorage/index.ts";
import type { ClearablePersistence } from "../../../client/persistence.ts";
import { PATIENT } from "../../patience.ts";
import { MemoryStorage } from "./memory-storage.ts";

let storage: MemoryStorage;
beforeEach(() => {
  const page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  storage = new MemoryStorage();
  storage.onChange = (key, newValue) => {
    page.dispatchEvent(
      Object.assign(new Event("storage"), { key, newValue, storageArea: storage }),
    );
  };
  globalThis.indexedDB = new IDBFactory();
});

const PLACES: Record<string, (name?: string) => ClearablePersistence> = {
  IndexedDB: (name) => createIndexedDBPersistence({ name }),
  localStorage: (name) => createLocalStoragePersistence({ name, storage }),
};

describe.each(Object.entries(PLACES))("in %s", (_, open) => {
  it("what is saved is loaded again by the beginning of its key, in the order of the keys", async () => {
    const one = open();
    await Promise.all(
      ["outbox/2", "drafts/tea", "outbox/10", "outbox/1", "outboxes"].map((key) =>
        one.save(key, { key }),
      ),
    );
    expect(await open().load("outbox/")).toEqual(
      ["outbox/1", "outbox/10", "outbox/2"].map((key) => [key, { key }]),
    );
    expect(await open().load("pages/")).toEqual([]);
  });

  it("a later value takes the place of an earlier one, and what is removed is gone", async () => {
    const one = open();
    await one.save("a", { text: "first", list: [1, null, "ä"] });
    await one.save("a", { text: "second", list: [1, null, "ä"] });
    await one.save("b", "to go");
    await one.remove("b");
    await one.remove("never there");
    expect(await open().load("")).toEqual([["a", { text: "second", list: [1, null, "ä"] }]]);
  });

  it("what one page saves or removes reaches the other pages that watch", async () => {
    const [one, other, anna] = [open("ann"), open("ann"), open("anna")];
    const told: unknown[] = [];
    const unwatch = other.watch?.("drafts/", (...change) => told.push(change));
    anna.watch?.("", (...change) => told.push(change));
    await one.save("drafts/tea", { text: "Hel" });
    await one.save("rooms/tea", {});
    await one.remove("drafts/tea");
    await expect
      .poll(() => told, PATIENT)
      .toEqual([
        ["drafts/tea", { text: "Hel" }],
        ["drafts/tea", undefined],
      ]);
    unwatch?.();
    await one.save("drafts/tea", { text: "Hello" });
    const last = new Promise((resolve) => other.watch?.("drafts/cake", resolve));
    await one.save("drafts/cake", {});
    await last;
    expect(told).toHaveLength(2);
  });

  it("names keep apart, and `clear` forgets what is under its own name", async () => {
    const [ann, anna] = [open("ann"), open("anna")];
    await ann.save("drafts/tea", "Ann's");
    await anna.save("drafts/tea", "Anna's");
    await ann.clear();
    expect(await ann.load("")).toEqual([]);
    expect(await anna.load("")).toEqual([["drafts/tea", "Anna's"]]);
  });
});

it("a database that the browser closed is opened again", async () => {
  const persistence = createIndexedDBPersistence();
  await persistence.save("a", 1);
  const request = indexedDB.open("parley");
  const database = await new Promise<IDBDatabase>((resolve) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
  });
  database.close();
  // Another tab deletes the database: this one does not block the deletion, and starts a new one.
  await new Promise((resolve, reject) => {
    const deletion = indexedDB.deleteDatabase("parley");
    deletion.onsuccess = resolve;
    deletion.onblocked = reject;
  });
  await persistence.save("b", 2);
  expect(await persistence.load("")).toEqual([["b", 2]]);
});

it("a failure to save rejects with the browser's own error", async () => {
  storage.quota = 20;
  const persistence = createLocalStoragePersistence({ storage });
  await expect(persistence.save("a", "x".repeat(100))).rejects.toThrow("QuotaExceededError");
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  await expect(persistence.save("a", cyclic)).rejects.toThrow(TypeError);
  await expect(createIndexedDBPersistence().save("a", () => 1)).rejects.toThrow(/clone/i);
});

describe("an early commit in IndexedDB", () => {
  const { prototype } = IDBTransaction;
  const commit = Object.getOwnPropertyDescriptor(prototype, "commit") ?? {};
  afterEach(() => {
    Object.defineProperty(prototype, "commit", commit);
  });

  it("goes out with each write, so that a page that is left at once loses little", async () => {
    const commits = vi.spyOn(prototype, "commit");
    const persistence = createIndexedDBPersistence();
    await persistence.save("drafts/tea", { text: "Hel" });
    await persistence.remove("drafts/tea");
    expect(commits).toHaveBeenCalledTimes(2);
  });

  it("is left out where there is none, as in Safari 14", async () => {
    Reflect.deleteProperty(prototype, "commit");
    const persistence = createIndexedDBPersistence();
    await persistence.save("drafts/tea", "Hello");
    expect(await persistence.load("drafts/")).toEqual([["drafts/tea", "Hello"]]);
  });
});
