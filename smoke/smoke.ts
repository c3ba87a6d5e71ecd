// The smoke test: runs every action end to end, as two users, against any deployment.

import { strictEqual } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { LAST } from "./last-steps.ts";
import { meet, type Target } from "./meeting.ts";
import { MESSAGES } from "./message-steps.ts";
import { openConnection, type TestUser } from "./test-user.ts";
import { CHANGING, MAKING } from "./room-steps.ts";

export interface Step {
  readonly title: string;
  /** The reason of a failure. The steps after a failed one are not run. */
  readonly error?: Error;
}

const STEPS = [...MAKING, ...MESSAGES, ...CHANGING, ...LAST];

/**
 * Runs the steps one after another and yields the result of each. Does not throw for a failed step. After a run without
 * failures, neither user is a member of a room that the smoke test created.
 */
export async function* smoke(target: Target): AsyncGenerator<Step> {
  const title = "both users connect, and nobody without a token does";
  let users: [TestUser, TestUser];
  try {
    users = await meet(target);
    const stranger = await openConnection(target.url, "", "nobody").catch(() => undefined);
    strictEqual(stranger, undefined);
  } catch (error) {
    yield { title, error: asError(error) };
    return;
  }
  yield { title };

  const [ann, bob] = users;
  const scene = { ann, bob, room: `smoke-${randomUUID()}`, message: `smoke-${randomUUID()}` };
  try {
    for (const [step, run] of STEPS) {
      const error = await run(scene).then(() => undefined, asError);
      yield error ? { title: step, error } : { title: step };
      if (error) return;
    }
  } finally {
    await Promise.all([ann.leave(), bob.leave()]);
  }
}

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));
