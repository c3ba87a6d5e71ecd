// The parts of dynalite that local/database.ts uses; the package comes without types.
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
  namespace storage {
    /** What dynalite keeps its tables in. `open` rejects with the reason in `cause`. */
    interface Store {
      db: { open(): Promise<void> };
    }
  }
  const storage: { create: (options: object) => storage.Store };
  export default storage;
}
