// Writes millions of items directly into the storage of an embedded DynamoDB that is not running, because requests
// would take an hour.

import { marshall } from "@aws-sdk/util-dynamodb";
import storage from "dynalite/db/index.js";
import { ROOMS_OF_USER, tableDefinition } from "../../lambdas/store/schema.ts";
import { TABLE } from "../harness/deployment.ts";

const AT_ONCE = 5_000;

type Operation = storage.Put;

/** Writes items into the existing table of a folder. Replaces items with the same keys. Returns the number of items. */
export async function writeBulk(path: string, items: Iterable<object>): Promise<number> {
  const store = storage.create({ path, createTableMs: 0 });
  await store.db.open();
  const table = tableDefinition(TABLE);
  const [index] = table.GlobalSecondaryIndexes ?? [];
  const into = (database: storage.ItemDatabase, operations: Operation[]) =>
    new Promise<void>((resolve, reject) => {
      database.batch(operations, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });

  let count = 0;
  let own: Operation[] = [];
  let indexed: Operation[] = [];
  const write = async () => {
    await into(store.getItemDb(TABLE), own);
    await into(store.getIndexDb("Global", TABLE, ROOMS_OF_USER.name), indexed);
    own = [];
    indexed = [];
  };
  for (const plain of items) {
    count += 1;
    const value = marshall(plain, { removeUndefinedValues: true });
    own.push({ type: "put", key: storage.createKey(value, table), value });
    const { pk, sk, gsi1pk, gsi1sk } = value;
    if (gsi1pk && index) {
      const key = storage.createIndexKey(value, table, index.KeySchema);
      indexed.push({ type: "put", key, value: { pk, sk, gsi1pk, gsi1sk } });
    }
    if (own.length === AT_ONCE) await write();
  }
  await write();
  await store.db.close();
  return count;
}
