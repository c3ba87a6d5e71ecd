// The connections that a join adds to a membership, and those that it removes.

import { expect, it } from "vitest";
import { joinChange } from "../../lambdas/chat/join-room.ts";
import type { Connection } from "../../lambdas/chat/model.ts";

const NOW = 1_000;
const connection = (id: string, until = NOW + 1): Connection => ({ id, until });
const ids = (connections: readonly Connection[] = []) => connections.map(({ id }) => id);

const change = (listed: Connection[], live: Connection[], most = 20, wanted = live.at(-1)?.id) =>
  joinChange({ listed, live, most, now: NOW, wanted: ({ id }) => id === wanted });

it("writes nothing if the connection has joined, has run out, or is gone", () => {
  expect(change([connection("a")], [connection("a")])).toBeUndefined();
  expect(change([], [connection("a", NOW)])).toBeUndefined();
  expect(change([connection("a")], [connection("b")], 20, "a")).toBeUndefined();
});

it("joins only the given connection, and removes dead ones", () => {
  const listed = [connection("old", NOW), connection("gone"), connection("kept")];
  const live = [connection("kept"), connection("other"), connection("new")];
  const { add, drop } = change(listed, live) ?? {};
  expect(ids(add)).toEqual(["new"]);
  expect(drop).toEqual(["old", "gone"]);
});

it("keeps no more connections than a user may have: the one that ends first is left out, even the new one", () => {
  const listed = [connection("first", NOW + 1), connection("second", NOW + 2)];
  const third = connection("third", NOW + 3);
  expect(change(listed, [...listed, third], 2)).toEqual({ add: [third], drop: ["first"] });
  const short = connection("short", NOW + 1);
  const long = [connection("a", NOW + 2), connection("b", NOW + 3)];
  expect(change(long, [...long, short], 2)).toEqual({ add: [], drop: [] });
});

it("keeps a membership's list as short, however often somebody reconnects", () => {
  let listed: Connection[] = [];
  for (let i = 0; i < 200; i++) {
    // Only the latest three are connected. The others ended without a $disconnect.
    const live = [i - 2, i - 1, i]
      .filter((n) => n >= 0)
      .map((n) => connection(`c${n}`, NOW + n + 1));
    const { add = [], drop = [] } = change(listed, live, 5) ?? {};
    listed = [...listed.filter(({ id }) => !drop.includes(id)), ...add];
    expect(listed.length).toBeLessThanOrEqual(3);
  }
  expect(ids(listed)).toEqual(["c197", "c198", "c199"]);
});
