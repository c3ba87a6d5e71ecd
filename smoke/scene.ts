// What the steps of the smoke test have to work with.

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Frame } from "./frame.ts";
import type { TestUser } from "./test-user.ts";

export interface Scene {
  readonly ann: TestUser;
  readonly bob: TestUser;
  /** Made for this run, so that it can be run again on the same deployment. */
  readonly room: string;
  readonly message: string;
}

/** A step by its title. It fails by throwing. */
export type Trial = readonly [title: string, run: (scene: Scene) => Promise<unknown>];

/** What a run makes bears it, so that what a run that failed left behind is left by the next. */
export const NAME = "Smoke";

const untold = ({ event, data }: Frame) => ({ event, data });

/** The caller's reply and the other's push, which must be the same event. */
export async function both({ ann, bob }: Scene, action: string, payload: object): Promise<Frame> {
  const reply = await ann.ask(action, payload);
  strictEqual(reply.event === "error" && reply.data.code, false);
  deepStrictEqual(untold(await bob.heard(reply.event)), untold(reply));
  return reply;
}
