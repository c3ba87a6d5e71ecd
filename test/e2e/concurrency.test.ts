// Many users at once: every acknowledged message is stored once, in one order, whatever the contention.

import { afterAll, beforeAll, expect, it } from "vitest";
import { startBackend, type Backend } from "../backend.ts";
import type { Frame } from "../../smoke/frame.ts";
import type { TestUser } from "../../smoke/test-user.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

const times = <T>(n: number, make: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => make(i));
const people = (name: string, n: number): Promise<TestUser[]> =>
  Promise.all(times(n, (i) => backend.join(`${name}-${i}`)));
const upTo = (n: number): number[] => times(n, (i) => i + 1);

/** Sends until the message is acknowledged: retries after a retryable error, like a client. */
async function sendUntilAcknowledged(
  user: TestUser,
  message: object,
): Promise<Record<string, unknown>> {
  const { event, data } = await user.ask("sendMessage", message);
  if (event !== "error") return data;
  expect(data).toMatchObject({ retryable: true });
  return await sendUntilAcknowledged(user, message);
}

it("eight users who send a dozen messages each see the same 96, once each, without a hole", async () => {
  const users = await people("crowd", 8);
  const [maker] = users;
  const recipients = users.map(({ id }) => id);
  await maker?.done("createGroup", { _id: "crowd", room_name: "Crowd", recipients });

  const sent = await Promise.all(
    users.map((user) =>
      Promise.all(
        times(12, (i) =>
          sendUntilAcknowledged(user, {
            room_id: "crowd",
            message: `${user.id} ${i}`,
            _id: `${user.id}.${i}`,
          }),
        ),
      ),
    ),
  );
  await backend.settled();

  for (const [index, user] of users.entries()) {
    await user.refused("nothing");
    const pushed = user.unheard().filter(({ event }) => event === "message");
    const all = [...pushed.map(({ data }) => data), ...(sent[index] ?? [])];
    expect(all.map(({ rev }) => rev as number).sort((a, b) => a - b)).toEqual(upTo(96));
    expect(all.map(({ seq }) => seq as number).sort((a, b) => a - b)).toEqual(upTo(96));
    expect(new Set(all.map(({ _id }) => _id)).size).toBe(96);
    const order = (list: typeof all) =>
      [...list].sort((a, b) => (a.rev as number) - (b.rev as number)).map(({ _id }) => _id);
    expect(order(all)).toEqual(order(sent.flat()));
  }
  const [room] = (await maker?.done("connectRooms")) as unknown as Record<string, unknown>[];
  expect(room).toMatchObject({ seq: 96, rev: 96 });
});

it("one message id sent six times at once over two connections is one message, with six equal replies", async () => {
  const [laptop, phone] = await Promise.all([backend.join("six"), backend.join("six")]);
  const other = await backend.join("other");
  await laptop.done("createGroup", { _id: "six", room_name: "Six", recipients: ["other"] });
  const replies = await Promise.all(
    times(6, (i) =>
      (i % 2 ? laptop : phone).done("sendMessage", {
        room_id: "six",
        message: "once",
        _id: "once",
      }),
    ),
  );
  expect(replies[0]).toMatchObject({ _id: "once", seq: 1, rev: 1 });
  for (const reply of replies) expect(reply).toEqual(replies[0]);

  await backend.settled();
  const next = await laptop.done("sendMessage", { room_id: "six", message: "next" });
  expect(next).toMatchObject({ seq: 2, rev: 2 });
  await other.refused("nothing");
  const heard = other.unheard().filter(({ event }) => event === "message");
  expect(new Set(heard.map(({ data }) => data.rev))).toEqual(new Set([1, 2]));
});

it("two who start a conversation with each other at the same instant share one room and both messages", async () => {
  for (let round = 0; round < 5; round++) {
    const [left, right] = (await people(`pair${round}`, 2)) as [TestUser, TestUser];
    const [one, two] = await Promise.all([
      left.done("sendNewMessage", { recipient_id: right.id, message: { message: "you?" } }),
      right.done("sendNewMessage", { recipient_id: left.id, message: { message: "and you?" } }),
    ]);
    expect(one.room_id).toBe(two.room_id);
    expect([one.seq, two.seq].sort()).toEqual([1, 2]);
    await backend.settled();
    const rooms = (await left.done("connectRooms")) as unknown as Record<string, unknown>[];
    expect(rooms).toHaveLength(1);
    expect(rooms[0]).toMatchObject({ seq: 2, member_count: 2 });
  }
});

it("createGroup with one id four times at once makes one group, with four equal replies", async () => {
  const [maker, member] = (await people("maker", 2)) as [TestUser, TestUser];
  const recipients = [member.id, ...times(40, (i) => `absent-${i}`)];
  const replies = await Promise.all(
    times(4, () => maker.ask("createGroup", { _id: "four", room_name: "Four", recipients })),
  );
  const data = ({ event, data: group }: Frame) => ({ event, group });
  for (const reply of replies) expect(data(reply)).toEqual(data(replies[0] as Frame));
  expect(replies[0]?.data).toMatchObject({ member_count: 42 });

  await maker.done("sendMessage", { room_id: "four", message: "first" });
  await backend.settled();
  const rooms = (await maker.done("connectRooms")) as unknown as Record<string, unknown>[];
  expect(rooms).toHaveLength(1);
  expect(rooms[0]).toMatchObject({ seen_seq: 1, unread_count: 0 });
});

it("a read mark that moves while a repeat makes the room again is not moved back", async () => {
  const [maker, member] = (await people("again", 2)) as [TestUser, TestUser];
  const group = { _id: "again", room_name: "Again", recipients: [member.id] };
  await maker.done("createGroup", group);
  await Promise.all([
    ...times(3, () => maker.done("createGroup", group)),
    maker.done("sendMessage", { room_id: "again", message: "one" }),
  ]);
  await backend.settled();
  const [room] = (await maker.done("connectRooms")) as unknown as Record<string, unknown>[];
  expect(room).toMatchObject({ seen_seq: 1, unread_count: 0 });
});
