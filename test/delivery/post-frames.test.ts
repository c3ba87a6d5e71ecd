// Several frames to many connections.

import { expect, it } from "vitest";
import { postFrames, type Target } from "../../lambdas/delivery/post-frames.ts";
import type { Posted } from "../../lambdas/delivery/post.ts";
import { DELIVERY } from "../../lambdas/delivery/times.ts";

const target = (connectionId: string, ...texts: string[]): Target => ({
  userId: connectionId,
  connectionId,
  frames: texts.map((text) => new TextEncoder().encode(text)),
});

/** Posts, and returns the frames that each connection got, in order, and its result. */
async function run(targets: Target[], ends: (post: string) => Posted = () => "sent") {
  const posts: string[] = [];
  const postings = await postFrames(
    (connectionId, bytes) => {
      const post = `${connectionId} ${new TextDecoder().decode(bytes)}`;
      posts.push(post);
      return Promise.resolve({ posted: ends(post) });
    },
    targets,
    { ...DELIVERY, retryMs: 0 },
  );
  return { posts, ended: postings.map(({ posted }) => posted) };
}

it("gives each connection its frames in their order", async () => {
  const { posts } = await run([target("a", "1", "2", "3"), target("b", "1")]);
  expect(posts.filter((post) => post.startsWith("a"))).toEqual(["a 1", "a 2", "a 3"]);
  expect(posts.filter((post) => post.startsWith("b"))).toEqual(["b 1"]);
});

it("stops at a frame that a connection did not get, and goes on with the others", async () => {
  const targets = [target("a", "1", "2"), target("b", "1", "2")];
  const { posts, ended } = await run(targets, (post) => (post === "a 1" ? "gone" : "sent"));
  expect(posts).toEqual(["a 1", "b 1", "b 2"]);
  expect(ended).toEqual(["gone", "sent", "sent"]);
});

it("retries a pushed-back frame once before it continues", async () => {
  let pushedBack = 0;
  const { posts } = await run([target("a", "1", "2")], (post) =>
    post === "a 1" && pushedBack++ === 0 ? "throttled" : "sent",
  );
  expect(posts).toEqual(["a 1", "a 1", "a 2"]);
});
