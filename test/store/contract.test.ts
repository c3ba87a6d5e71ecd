// The contract of the store, on the real store over an embedded DynamoDB, and on the store in memory that other tests
// use, so that both behave the same.

import { afterAll, describe } from "vitest";
import { buckets } from "../../lambdas/store/buckets.ts";
import { log } from "../../lambdas/store/log.ts";
import { messages } from "../../lambdas/store/messages.ts";
import { largeRooms } from "../../lambdas/store/large-rooms.ts";
import { roomList } from "../../lambdas/store/room-list.ts";
import { rooms } from "../../lambdas/store/rooms.ts";
import { users } from "../../lambdas/store/users.ts";
import type { Database } from "../../local/database.ts";
import { MemoryStore } from "../../bench/simulation/memory-store.ts";
import { noDynoxide, startDynoxide } from "../dynoxide.ts";
import { storeContract } from "./contract.ts";
import type { Subject } from "./contract/subject.ts";
import { aCharge } from "./contract/samples.ts";
import { openEmbeddedTable, type Embedded } from "./embedded.ts";

const opened: Embedded[] = [];
afterAll(async () => {
  for (const one of opened) await one.close();
});

const onDynamoDB = (start?: () => Promise<Database>) => async (): Promise<Subject> => {
  const embedded = await openEmbeddedTable(start);
  opened.push(embedded);
  const { table } = embedded;
  const people = users(table);
  return {
    store: {
      rooms: rooms(table),
      log: log(table),
      messages: messages(table),
      largeRooms: largeRooms(table),
      roomList: roomList(table),
      buckets: buckets(table),
      users: (ids) => people.read(ids),
    },
    async addUser({ id, firstName, connections }) {
      for (const connection of connections)
        await people.connect(id, connection, aCharge(0), firstName);
    },
  };
};

storeContract("the store on DynamoDB", onDynamoDB());

describe.skipIf(noDynoxide)(`on a second DynamoDB${noDynoxide ? `: ${noDynoxide}` : ""}`, () => {
  storeContract("the store on dynoxide", onDynamoDB(startDynoxide));
});

storeContract("the store in memory", (): Subject => {
  const store = new MemoryStore();
  return {
    store,
    addUser(user) {
      store.userItems.set(user.id, user);
      return Promise.resolve();
    },
  };
});
