// The fixture of the smoke test's steps: two users, a room and a message.

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Frame } from "./frame.ts";
import type { TestUser } from "./test-user.ts";

export interface Scene {
  readonly ann: TestUser;
  readonly bob: TestUser;
  /** The id of the room; new in each run, so that the smoke test can run again on the same deployment. */
  readonly room: string;
  /** The id of the message, new in each run as well. */
  readonly message: string;
}

/** A step: its title and its function, which rejects if the step fails. */
export type Trial = readonly [title: string, run: (scene: Scene) => Promise<unknown>];

/** The prefix of every room name. By it, the last step also leaves the rooms that a failed run left behind. */
export const NAME = "Smoke";

const withoutRequestId = ({ event, data }: Frame) => ({ event, data });

/** Sends an action as ann and resolves to its reply. Rejects unless bob receives the same event with the same data. */
export async function both({ ann, bob }: Scene, action: string, payload: object): Promise<Frame> {
  const reply = await ann.ask(action, payload);
  strictEqual(reply.event === "error" && reply.data.code, false);
  deepStrictEqual(withoutRequestId(await bob.heard(reply.event)), withoutRequestId(reply));
  return reply;
}
