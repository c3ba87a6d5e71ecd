// Which ids a user may have.

import { describe, expect, it } from "vitest";
import { ACTIONS } from "../../protocol/actions.ts";
import { groupEvent, isUserId } from "../../protocol/users.ts";

/** Every event of the protocol that is not named by a user's id, those of later actions included. */
const EVENTS = [
  ...["connectRooms", "message", "typing", "delete", "edited", "seen", "pin_message"],
  ...["messages", "sync", "pins", "members", "members_added", "member_removed", "room_updated"],
  ...["pong", "error"],
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
    expect(constant).toHaveLength(15);
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

describe("groupEvent", () => {
  it("is named by the receiver's own id", () => {
    expect(groupEvent("ann")).toBe("group_ann");
  });
});
