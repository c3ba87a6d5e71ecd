// The order in which connections get their frame.

import { expect, it } from "vitest";
import { inTurn } from "../../lambdas/delivery/in-turn.ts";

const user = (id: string, ...connections: string[]) => ({
  id,
  connections: connections.map((connection) => ({ id: connection, until: 1 })),
});

it("one connection of each user comes before anybody's second", () => {
  const users = [user("ann", "a1", "a2", "a3"), user("bob", "b1"), user("cid", "c1", "c2")];
  expect(inTurn(users, 0, "").map(({ connectionId }) => connectionId)).toEqual([
    "a1",
    "b1",
    "c1",
    "a2",
    "c2",
    "a3",
  ]);
});

it("the caller's connection takes no turn", () => {
  const users = [user("ann", "a1", "a2"), user("bob", "b1", "b2")];
  expect(inTurn(users, 0, "a1")).toEqual([
    { userId: "ann", connectionId: "a2" },
    { userId: "bob", connectionId: "b1" },
    { userId: "bob", connectionId: "b2" },
  ]);
});
