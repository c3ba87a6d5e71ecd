// The recipients and the type of a new conversation.

import { describe, expect, it } from "vitest";
import { accepted, verdict } from "./verdict.ts";

const opened = (fields: object) => {
  const { recipient_id, type } = accepted("sendNewMessage", { message: {}, ...fields });
  return { recipient_id, type };
};

describe("the recipients of a new message", () => {
  it("may be one, as a text or as a list", () => {
    expect(opened({ recipient_id: "bob" }).recipient_id).toEqual(["bob"]);
    expect(opened({ recipient_id: ["bob"] }).recipient_id).toEqual(["bob"]);
  });

  it("count once each, in the order in which they are named", () => {
    expect(opened({ recipient_id: ["cid", "bob", "cid"] }).recipient_id).toEqual(["cid", "bob"]);
  });

  it.each([[["bob", "c d"]], [["bob", 7]], [[["bob"]]], [{ 0: "bob" }], [7], [null], ["b b"]])(
    "are ids and nothing else: %j",
    (recipient_id) => {
      const { code, paths } = verdict("sendNewMessage", { recipient_id, message: {} });
      expect(code).toBe("BAD_REQUEST");
      expect(paths[0]).toMatch(/^recipient_id/);
    },
  );

  it("are refused with the index of the invalid one", () => {
    const recipient_id = ["bob", "c d", "dan", "a".repeat(129)];
    const { code, paths } = verdict("sendNewMessage", { recipient_id, message: {} });
    expect(code).toBe("BAD_REQUEST");
    expect(paths).toEqual(["recipient_id.1", "recipient_id.3"]);
  });
});

describe("the type of a new conversation", () => {
  it("is peer-to-peer with one recipient, and a group with more, by default", () => {
    expect(opened({ recipient_id: "bob" }).type).toBe("peer-to-peer");
    expect(opened({ recipient_id: ["bob", "bob"] }).type).toBe("peer-to-peer");
    expect(opened({ recipient_id: ["bob", "cid"] }).type).toBe("group-chat");
  });

  it("may be a group of one recipient", () => {
    expect(opened({ recipient_id: "bob", type: "group-chat" }).type).toBe("group-chat");
  });

  it("is not peer-to-peer with more than one", () => {
    const two = { recipient_id: ["bob", "cid"], type: "peer-to-peer", message: {} };
    expect(verdict("sendNewMessage", two)).toMatchObject({
      code: "BAD_REQUEST",
      paths: ["recipient_id"],
    });
    const same = { ...two, recipient_id: ["bob", "bob"] };
    expect(verdict("sendNewMessage", same).code).toBe("accepted");
  });
});
