// Any payload: it is accepted with its defaults, or refused by an expected error, and never breaks the parser.

import * as fc from "fast-check";
import { expect, it } from "vitest";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { LEAST } from "./payloads.ts";
import { verdict } from "./verdict.ts";

const RUNS = Math.ceil(Number(process.env.RUNS ?? 5_000) / Object.keys(ACTIONS).length);
const CODES = ["accepted", "BAD_REQUEST", "TOO_LARGE", "FORBIDDEN"];

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.constantFrom<unknown>("\ud800", "x".repeat(9_000), -0, 1e308, 2 ** 60, Array(300).fill({})),
);

it.each(Object.keys(ACTIONS) as ActionName[])("any payload of %s", (action) => {
  const names = [
    ...Object.keys(LEAST[action]),
    "_id",
    "recipients",
    "attachments",
    "limit",
    "user_id",
  ];
  const payload = fc
    .dictionary(fc.constantFrom(...names), value, { maxKeys: 3 })
    .map((other) => ({ ...LEAST[action], ...other }));
  fc.assert(
    fc.property(payload, (one) => {
      const { code } = verdict(action, one, "ann");
      expect(CODES).toContain(code);
    }),
    { numRuns: RUNS },
  );
});
