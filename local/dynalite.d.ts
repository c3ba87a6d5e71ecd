// Types of the parts of dynalite that are used here; the package has none.
declare module "dynalite" {
  import type { Server } from "node:http";

  interface Options {
    /** Folder of the data; without it, the data is in memory. */
    path?: string;
    createTableMs?: number;
  }

  /** Creates a DynamoDB as an HTTP server that does not listen yet. */
  export default function dynalite(options: Options): Server;
}

declare module "dynalite/db/index.js" {
  import type { KeySchemaElement } from "@aws-sdk/client-dynamodb";

  namespace storage {
    /** dynalite's storage. `open` rejects with the reason in `cause`. */
    interface Store {
      db: Level;
      getItemDb(table: string): ItemDatabase;
      getIndexDb(kind: "Global", table: string, index: string): ItemDatabase;
    }

    interface Level {
      open(): Promise<void>;
      close(): Promise<void>;
      keys(options?: object): Iterator;
      values(options?: object): Iterator;
    }

    interface Iterator {
      close(): Promise<void>;
    }

    interface ItemDatabase {
      batch(operations: Put[], done: (error?: Error | null) => void): void;
    }

    interface Put {
      type: "put";
      key: string;
      /** An item as DynamoDB JSON. */
      value: object;
    }

    /** The part of a table's definition that describes keys. */
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
