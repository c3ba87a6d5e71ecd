// What the contract is run on.

import type { User } from "../../../lambdas/chat/model.ts";
import type { Store } from "../../../lambdas/chat/ports.ts";

export interface Subject {
  readonly store: Store;
  /** Makes a user known: the ports only read users. */
  meet(user: User): Promise<void>;
}
