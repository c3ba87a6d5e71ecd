// The parts of dynalite that are used here; the package comes without types.
declare module "dynalite" {
  import type { Server } from "node:http";

  interface Options {
    /** Folder of the data; without it, they are kept in memory. */
    path?: string;
    createTableMs?: number;
  }

  /** A DynamoDB as an HTTP server that does not listen yet. */
  export default function dynalite(options: Options): Server;
}

declare module "dynalite/db/index.js" {
  import type { KeySchemaElement } from "@aws-sdk/client-dynamodb";

  namespace storage {
    /** What dynalite keeps its tables in. `open` rejects with the reason in `cause`. */
    interface Store {
      db: { open(): Promise<void>; close(): Promise<void> };
      getItemDb(table: string): ItemDatabase;
      getIndexDb(kind: "Global", table: string, index: string): ItemDatabase;
    }

    interface ItemDatabase {
      batch(operations: Put[], done: (error?: Error | null) => void): void;
    }

    interface Put {
      type: "put";
      key: string;
      /** An item as DynamoDB's JSON. */
      value: object;
    }

    /** The part of a table's definition that keys are made of. */
    interface Keys {
      KeySchema?: KeySchemaElement[] | undefined;
      AttributeDefinitions?: object[] | undefined;
    }
  }
  const storage: {
    create: (options: object) => storage.Store;
    createKey: (item: object, table: storage.Keys) => string;
    createIndexKey: (
      item: object,
      table: storage.Keys,
      index: KeySchemaElement[] | undefined,
    ) => string;
  };
  export default storage;
}
