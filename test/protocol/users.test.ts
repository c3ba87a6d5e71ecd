// Which ids a user may have.

import { describe, expect, it } from "vitest";
import { ACTIONS } from "../../protocol/actions.ts";
import type { ActionName } from "../../protocol/actions.ts";
import { groupEvent, isUserId, userIds } from "../../protocol/users.ts";
import { LEAST } from "./payloads.ts";
import { verdict, withField } from "./verdict.ts";

/** Every event of the protocol whose name is not a user's id, those of later actions included. */
const EVENTS = [
  "connectRooms",
  "message",
  "typing",
  "delete",
  "edited",
  "seen",
  "pin_message",
  "messages",
  "sync",
  "pins",
  "members",
  "members_added",
  "member_removed",
  "room_updated",
  "pong",
  "error",
  // Planned events: users of these names are refused already today.
  "reaction",
  "batch",
  "upload",
  "download",
  "system",
];

describe("isUserId", () => {
  it.each(["65e01d25c002d6508c631ad9", "auth0|abc", "ann.lee@example.com", "a", "a".repeat(128)])(
    "is true of an id: %s",
    (sub) => {
      expect(isUserId(sub)).toBe(true);
    },
  );

  it.each(["", "ann lee", "ann/lee", "a".repeat(129), "ünal"])(
    "is false of what is no id: %j",
    (sub) => {
      expect(isUserId(sub)).toBe(false);
    },
  );

  it.each(EVENTS)(
    "is false of an event's name, whose frames would be taken for theirs: %s",
    (sub) => {
      expect(isUserId(sub)).toBe(false);
    },
  );

  it("is false of every constant event name in the table of actions", () => {
    const names = Object.values(ACTIONS).map(({ event }) => event.name);
    const constant = names.filter((name) => !name.includes("<user_id>"));
    expect(constant).toHaveLength(18);
    expect(constant.filter(isUserId)).toEqual([]);
  });

  it.each(["group_", "group_ann", "group_65e01d25c002d6508c631ad9"])(
    "is false of what looks like another's group event: %s",
    (sub) => {
      expect(isUserId(sub)).toBe(false);
    },
  );

  it.each(["Message", "messagex", "Error", "agroup_ann", "group", "constructor", "__proto__"])(
    "is true of what only resembles one: %s",
    (sub) => {
      expect(isUserId(sub)).toBe(true);
    },
  );
});

describe("a list of users", () => {
  it("counts a repeated id once, in its first place", () => {
    expect(userIds.parse(["b", "a", "b", "c", "a"])).toEqual(["b", "a", "c"]);
  });

  it("may be empty, and holds nothing but ids", () => {
    expect(userIds.parse([])).toEqual([]);
    expect(userIds.safeParse(["a", "b c"]).success).toBe(false);
    expect(userIds.safeParse("a").success).toBe(false);
  });
});

describe("an id that no user can have is BAD_REQUEST", () => {
  it.each<[ActionName, string, (id: string) => unknown]>([
    ["connectRooms", "user_id", (id) => id],
    ["sendMessage", "sender_id", (id) => id],
    ["sendMessage", "recipients.0._id", (_id) => [{ _id }]],
    ["typing", "user_id", (id) => id],
    ["sendNewMessage", "recipient_id", (id) => id],
    ["sendNewMessage", "recipient_id.1", (id) => ["bob", id]],
    ["sendNewMessage", "message.sender_id", (id) => id],
    ["createGroup", "recipients.1", (id) => ["bob", id]],
    ["createGroup", "creator_id", (id) => id],
    ["deleteMessage", "user_id", (id) => id],
    ["editMessage", "user_id", (id) => id],
    ["messageSeen", "user_id", (id) => id],
    ["pinMessage", "user_id", (id) => id],
    ["addMembers", "user_ids.0", (id) => [id]],
    ["removeMember", "user_id", (id) => id],
  ])("wherever one is named: %s %s", (action, path, named) => {
    const field = path.replace(/\.\d.*/, "");
    for (const reserved of ["message", "system", "group_bob"]) {
      const { code, paths } = verdict(action, withField(LEAST[action], field, named(reserved)));
      const first = path === "recipient_id" ? "recipient_id.0" : path;
      expect({ code, paths }).toEqual({ code: "BAD_REQUEST", paths: [first] });
    }
  });

  it("is a valid id of a room or a message", () => {
    expect(verdict("typing", { room_id: "message" }).code).toBe("accepted");
    expect(verdict("createGroup", { ...LEAST.createGroup, _id: "group_bob" }).code).toBe(
      "accepted",
    );
  });
});

describe("groupEvent", () => {
  it("is named by the receiver's own id", () => {
    expect(groupEvent("ann")).toBe("group_ann");
  });
});
