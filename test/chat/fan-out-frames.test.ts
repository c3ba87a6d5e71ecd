// The frames that each connection gets for a range of a large room's log.

import { expect, it } from "vitest";
import { framesOf, pack, type FanOutBatch } from "../../lambdas/chat/fan-out-frames.ts";
import type { Entry } from "../../lambdas/chat/model.ts";
import { aMessage, anAddition, anEdit, aRoom } from "../store/contract/samples.ts";

const room = aRoom({ id: "tea", large: true });
const stretch = (...entries: Entry[]): FanOutBatch => ({ room, entries, edited: new Map() });

interface Frame {
  event: string;
  data: { rev?: number; message?: string } & Frame[];
}
const decoder = new TextDecoder();
const read = (frames: readonly Uint8Array[]) =>
  frames.map((bytes) => JSON.parse(decoder.decode(bytes)) as Frame);
const neverFails = (entry: Entry, error: unknown) => {
  throw new Error(`${entry.rev}`, { cause: error });
};

const member = { userId: "bob", joinedRev: 0 };
const plain = { id: "c1=", until: 1 };
const batching = { id: "c2=", until: 1, batch: true } as const;

it("gives single frames in the order of rev, and one batch to a connection that takes batches", () => {
  const frames = framesOf(stretch(aMessage(1), aMessage(2)), neverFails);
  const single = read(frames.of(member, plain));
  expect(single.map(({ event, data }) => [event, data.rev])).toEqual([
    ["message", 1],
    ["message", 2],
  ]);
  expect(read(frames.of(member, batching))).toEqual([{ event: "batch", data: single }]);
});

it("makes no batch of one", () => {
  const frames = framesOf(stretch(aMessage(1)), neverFails);
  expect(frames.of(member, batching)).toEqual(frames.of(member, plain));
});

it("encodes a frame that is the same for many connections once", () => {
  const frames = framesOf(stretch(aMessage(1), aMessage(2)), neverFails);
  expect(frames.of(member, plain)).toBe(
    frames.of({ userId: "cid", joinedRev: 1 }, { ...plain, id: "c9=" }),
  );
});

it("leaves out the reply of the caller's connection, and entries before a member's addition", () => {
  const frames = framesOf(
    stretch(aMessage(1), aMessage(2, { via: "c1=" }), aMessage(3)),
    neverFails,
  );
  const revs = (...of: Parameters<typeof frames.of>) =>
    read(frames.of(...of)).map(({ data }) => data.rev);
  expect(revs(member, plain)).toEqual([1, 3]);
  expect(revs({ userId: "dan", joinedRev: 3 }, { ...plain, id: "c3=" })).toEqual([3]);
});

it("tells an added member that they are in the group, under their own name", () => {
  const frames = framesOf(stretch(aMessage(1), anAddition(2, ["bob"])), neverFails);
  const [added] = read(frames.of({ userId: "bob", joinedRev: 2 }, plain));
  expect(added).toMatchObject({ event: "group_bob", data: { _id: "tea", rev: 2 } });
  expect(read(frames.of({ userId: "cid", joinedRev: 0 }, plain)).at(-1)?.event).toBe(
    "members_added",
  );
});

it("leaves out, of a repeated event, the connection that asked for it", () => {
  const again = { ...stretch(aMessage(1, { via: "c1=" })), except: "c2=" };
  const frames = framesOf(again, neverFails);
  expect(frames.of(member, plain)).toHaveLength(1);
  expect(frames.of(member, batching)).toHaveLength(0);
});

it("shows an edit with its message's present text, and no edit that the message does not show", () => {
  const message = aMessage(1, { edited: { rev: 2, at: 0 } });
  const edits = { ...stretch(anEdit(1, 2), anEdit(1, 3)), edited: new Map([[1, message]]) };
  const [edited, ...more] = read(framesOf(edits, neverFails).of(member, plain));
  expect(edited).toMatchObject({ event: "edited", data: { message: "no. 1", rev: 2 } });
  expect(more).toEqual([]);
});

it("skips an entry of which no frame can be made, and reports it", () => {
  const { content: _none, ...poisoned } = aMessage(2);
  const failed: number[] = [];
  const frames = framesOf(stretch(aMessage(1), poisoned, aMessage(3)), ({ rev }) => {
    failed.push(rev);
  });
  expect(read(frames.of(member, plain)).map(({ data }) => data.rev)).toEqual([1, 3]);
  expect(failed).toEqual([2]);
});

it("splits a batch that a frame cannot hold", () => {
  const frames = Array.from({ length: 9 }, (_, i) =>
    JSON.stringify({ rev: i, text: "é".repeat(7_000) }),
  );
  const batches = pack(frames, true);
  expect(batches.length).toBeGreaterThan(1);
  for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(32 * 1_024);
  const unpacked = read(batches).flatMap((frame) =>
    frame.event === "batch" ? frame.data : [frame],
  );
  expect(unpacked).toEqual(frames.map((frame) => JSON.parse(frame) as unknown));
});
