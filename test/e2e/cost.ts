// Measures the cost of an action: requests, round trips, capacity units and posts, in a warm Lambda and without
// contention. The embedded DynamoDB reports the capacity.

import { afterAll, vi } from "vitest";
import type { Call } from "../aws-calls.ts";
import type { Backend } from "../backend.ts";
import type { TestUser } from "../../smoke/test-user.ts";

export interface Cost {
  readonly requests: number;
  readonly reads: number;
  readonly writes: number;
  readonly posts: number;
  /** The number of requests that had to wait for each other before the first post, or before the reply if none. */
  readonly roundTrips: number;
  readonly names: string[];
}

export async function costOf(
  backend: Backend,
  person: TestUser,
  action: string,
  payload: object,
): Promise<Cost> {
  await backend.settled();
  let posts = 0;
  let roundTrips = 0;
  const { faults } = backend.server.gateway;
  const firstPost = new Promise<void>((resolve) => {
    faults.post = () => {
      if (posts++ === 0) roundTrips = backend.aws.depth();
      resolve();
      return undefined;
    };
  });
  // Writes concurrent with the posts must not count as round trips before them, even if they end sooner.
  if (action === "sendMessage") backend.aws.holdBack("UpdateItemCommand", firstPost);
  // Time is frozen: on a busy machine an append could be so slow that the receivers are read again, and a post so
  // slow that it is aborted. It is frozen so late after the last message that the room does not count as busy.
  vi.useFakeTimers({ toFake: ["Date", "setTimeout"], now: Date.now() + 1_000 });
  const calls = await backend.aws.during(async () => {
    await person.done(action, payload);
    if (posts === 0) roundTrips = backend.aws.depth();
    await backend.settled();
  });
  vi.useRealTimers();
  faults.post = undefined;
  const sum = (units: (call: Call) => number) =>
    calls.reduce((total, call) => total + units(call), 0);
  return {
    requests: calls.length,
    reads: sum(({ capacity }) => capacity.read),
    writes: sum(({ capacity }) => capacity.write),
    names: calls.map(({ name }) => name),
    posts,
    roundTrips,
  };
}

/** Collects costs by title, and prints them at the end if `FIGURES=1`. */
export function figuresOfThisFile() {
  const figures: Record<string, Omit<Cost, "names">> = {};
  afterAll(() => {
    if (process.env.FIGURES) console.table(figures);
  });
  return ({ names, ...cost }: Cost, title: string): Cost => {
    figures[title] = cost;
    return { ...cost, names };
  };
}
