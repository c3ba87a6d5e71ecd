// What an action costs: requests, round trips, capacity units and POSTs, warm and without a race. Capacity is what the
// embedded DynamoDB reports.

import { afterAll, vi } from "vitest";
import type { Call } from "../aws-calls.ts";
import type { Backend } from "../backend.ts";
import type { Person } from "../../smoke/person.ts";

export interface Cost {
  readonly requests: number;
  readonly reads: number;
  readonly writes: number;
  readonly posts: number;
  /** Requests one after another before the first POST, or before the answer where there is none. */
  readonly roundTrips: number;
  readonly names: string[];
}

export async function costOf(
  backend: Backend,
  person: Person,
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
  // The writes beside the POSTs must not count as round trips before them, should they happen to be faster.
  if (action === "sendMessage") backend.aws.holdBack("UpdateItemCommand", firstPost);
  // No time passes: on a busy machine an append may be so slow that the receivers are read again, and a post so slow
  // that it is cut off.
  // And it is a while after the last message, so that the room does not count as busy.
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

/** Keeps costs under titles; at the end `FIGURES=1` prints them. */
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
