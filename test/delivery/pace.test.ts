// The pace of posts.

import { expect, it, vi } from "vitest";
import { paced } from "../../lambdas/delivery/pace.ts";
import type { PostResult } from "../../lambdas/delivery/post.ts";

vi.mock("node:timers/promises", () => ({
  setTimeout: (ms: number) => {
    waits.push(ms);
    return Promise.resolve();
  },
}));

const waits: number[] = [];
const sent: PostResult = { posted: "sent" };
const bytes = new Uint8Array();
const { signal } = new AbortController();

it("spaces posts evenly, and does not catch up after a pause", async () => {
  let now = 1_000;
  const post = paced(
    () => Promise.resolve(sent),
    100,
    () => now,
  );
  for (let i = 0; i < 4; i++) expect(await post("c", bytes, signal)).toBe(sent);
  expect(waits).toEqual([10, 20, 30]);
  now += 10_000;
  await post("c", bytes, signal);
  await post("c", bytes, signal);
  expect(waits).toEqual([10, 20, 30, 10]);
});
