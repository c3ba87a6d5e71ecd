// Rate limits on a store in memory: charges, refusals, and the fairness of random charges.

import { beforeEach, describe, expect, it } from "vitest";
import { ACTIONS } from "../../protocol/actions.ts";
import { ChatError } from "../../lambdas/chat/errors.ts";
import { sendMessage } from "../../lambdas/chat/send-message.ts";
import { typing } from "../../lambdas/chat/typing.ts";
import { DEFAULT_LIMITS } from "../../lambdas/limits.ts";
import { randomFrom } from "../../bench/simulation/scheduler.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";
import { SyncWorld } from "./sync-world.ts";

let world: SyncWorld;
let now: number;
let random: () => number;
beforeEach(async () => {
  world = new SyncWorld();
  now = 1_000_000;
  random = randomFrom(7);
  await world.room("tea");
});

const request = () =>
  simulatedRequest(
    { store: world.store, random, now: () => now, limits: DEFAULT_LIMITS },
    "ann",
    "c",
  );

const type = async (): Promise<void> => {
  const { alongside } = await typing({ room_id: "tea" }, request());
  for (const write of alongside ?? []) await write();
};
const send = async (_id: string): Promise<void> => {
  const payload = ACTIONS.sendMessage.payload.parse({ room_id: "tea", message: "x", _id });
  const { alongside } = await sendMessage(payload, request());
  for (const write of alongside ?? []) await write();
};

/** Whether the action was accepted. Throws any error other than RATE_LIMITED. */
async function passes(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof ChatError && error.code === "RATE_LIMITED") return false;
    throw error;
  }
}

/** Runs `count` actions, one every `everyMs`, and returns the number of accepted ones. */
async function passed(count: number, everyMs: number, act: (n: number) => Promise<void>) {
  let found = 0;
  for (let n = 0; n < count; n++) {
    now += everyMs;
    if (await passes(() => act(n))) found++;
  }
  return found;
}

describe("a member", () => {
  it("who types at a human pace for an hour is never refused", async () => {
    expect(await passed(1_200, 3_000, type)).toBe(1_200);
  });

  it("who sends what was written offline, 95 messages at once, is never refused", async () => {
    expect(await passed(95, 1, (n) => send(`m${n}`))).toBe(95);
  });

  it("who floods a room with typing gets through no more often than the bucket fills up", async () => {
    // In a minute at 100 actions a second, at half a token each, the burst and the tokens of a minute are accepted.
    const { burst, perMinute } = DEFAULT_LIMITS.room;
    const found = await passed(6_000, 10, type);
    expect(found).toBeLessThan(2 * (burst + perMinute) * 1.1);
    expect(found).toBeGreaterThan(burst / 2);
  });

  it("pays for a repeat that is delivered again", async () => {
    await send("same");
    const { fullAt = 0 } = world.store.membersOf("tea").get("ann") ?? {};
    await send("same");
    expect(world.store.membersOf("tea").get("ann")?.fullAt).toBeGreaterThan(fullAt);
  });

  it("learns when the same action would pass, and then it does", async () => {
    random = () => 0.99;
    let wait = 0;
    for (let n = 0; wait === 0; n++) {
      await send(`m${n}`).catch((error: unknown) => {
        wait = (error as ChatError).retryAfterMs ?? 0;
      });
    }
    now += wait - 20;
    expect(await passes(() => send("early"))).toBe(false);
    now += 20;
    expect(await passes(() => send("after"))).toBe(true);
  });
});
