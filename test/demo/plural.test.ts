// The noun after a number, singular or plural.

import { expect, it } from "vitest";
import { plural } from "../../demo/plural.ts";

it("is singular for one, and plural for any other number", () => {
  const said = [0, 1, 2, 21].map((count) => `${count} ${plural(count, "message")}`);
  expect(said).toEqual(["0 messages", "1 message", "2 messages", "21 messages"]);
});
