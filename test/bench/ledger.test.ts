// The bench's ledger: the depth of each call, and the computed time that calls take together.

import { describe, expect, it } from "vitest";
import { CALL_MS, Ledger } from "../../bench/harness/ledger.ts";

describe("the depth of a call", () => {
  it("is one more than that of the deepest call that had ended when it began", () => {
    const ledger = new Ledger();
    const first = ledger.begin("dynamodb", "Query");
    const beside = ledger.begin("dynamodb", "GetItem");
    first();
    const second = ledger.begin("dynamodb", "PutItem");
    second();
    beside();
    ledger.begin("post", "PostToConnection");
    expect(ledger.calls.map(({ depth }) => depth)).toEqual([1, 1, 2, 3]);
  });
});

describe("what was waited for", () => {
  it("counts concurrent calls once, and sequential calls each", () => {
    const ledger = new Ledger();
    const beside = ["Query", "GetItem"].map((name) => ledger.begin("dynamodb", name));
    for (const end of beside) end();
    ledger.begin("post", "PostToConnection")();
    expect(ledger.waitedMs).toBe(CALL_MS.dynamodb + CALL_MS.post);
  });

  it("starts again at a reset, and leaves out earlier calls", () => {
    const ledger = new Ledger();
    const late = ledger.begin("dynamodb", "Query");
    ledger.reset();
    late({ readUnits: 1, writeUnits: 0 });
    expect(ledger.waitedMs).toBe(0);
    expect(ledger.calls).toEqual([]);
  });
});
