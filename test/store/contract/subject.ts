// The subject of the contract: a store, and the means to prepare it.

import type { User } from "../../../lambdas/chat/model.ts";
import type { Store } from "../../../lambdas/chat/ports.ts";

export interface Subject {
  readonly store: Store;
  /** Stores a user: the ports only read users. */
  addUser(user: User): Promise<void>;
}
