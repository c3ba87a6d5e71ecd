// The terminal's lines for rooms and events.

import { beforeEach, describe, expect, it } from "vitest";
import { NO_ROOM, roomList } from "../../terminal/lines.ts";
import { showEvents } from "../../terminal/events.ts";
import { makeRooms, type Rooms } from "../../terminal/rooms.ts";
import {
  added,
  deleted,
  edited,
  last,
  listed,
  listing,
  message,
  pair,
  pinned,
  removed,
  renamed,
  tombstone,
  type Scene,
} from "../client/store/samples.ts";

process.env.TZ = "UTC";

let scene: Scene;
let rooms: Rooms;
let lines: string[];
/** The calls of `onRoom` and `onGone`. */
let notified: unknown[][];
let loading: string | undefined;

beforeEach(async () => {
  const tea = listed({
    seq: 4,
    rev: 9,
    seen_seq: 2,
    unread_count: 2,
    last_message: last(4, { message: "See\nyou" }),
  });
  scene = await listing([tea, pair()]);
  rooms = makeRooms(scene.store);
  rooms.numberAll();
  lines = [];
  notified = [];
  loading = undefined;
  showEvents({
    chat: scene.chat,
    rooms,
    show: (line) => lines.push(line),
    current: () => "tea",
    isLoading: (room_id) => room_id === loading,
    onRoom: (...room) => notified.push(room),
    onGone: (room_id) => notified.push([room_id]),
  });
});

const list = (): string => roomList(scene.store.rooms.get().rooms, "tea", rooms);

describe("the list of rooms", () => {
  it("has a line for each, the current one marked, the newest first", () => {
    expect(list()).toBe(
      [
        "Your rooms (/room <number> goes to one):",
        "* 1  Tea  2 unread  12:04 Bob: See",
        "  2  Bob",
      ].join("\n"),
    );
  });

  it("keeps each room's number when another moves to the front, and when one is gone", () => {
    scene.chat.tell(
      "message",
      message(1, { room_id: "p2p.1", message: "hi", created_at: "2026-11-24T00:00:00.000Z" }),
    );
    expect(list().split("\n").slice(1)).toEqual([
      "  2  Bob  1 unread  00:00 Bob: hi",
      "* 1  Tea  2 unread  12:04 Bob: See",
    ]);
    scene.chat.tell("member_removed", removed("ann", 10));
    expect(list().split("\n").slice(1)).toEqual(["  2  Bob  1 unread  00:00 Bob: hi"]);
    expect(rooms.number("new")).toBe(3);
  });

  it("says how to get a room when there is none", () => {
    expect(roomList([], undefined, rooms)).toBe(NO_ROOM);
  });

  it("shows that a last message was deleted", () => {
    scene.chat.tell("message", message(5, { rev: 10 }));
    scene.chat.tell("delete", deleted(5, 11));
    expect(list()).toContain("Bob: (deleted)");
  });
});

describe("a line of news", () => {
  const reaction = {
    room_id: "tea",
    message_id: "m4",
    user_id: "bob",
    reaction: "👍",
    count: 1,
    rev: 10,
    reacted_at: "2026-11-23T12:10:00.000Z",
  };

  it.each([
    ["a message", "message", message(5), "12:05 #5 Bob: No. 5"],
    ["a message with a name", "message", message(5, { first_name: "Bo" }), "12:05 #5 Bo: No. 5"],
    [
      "a message with attachments",
      "message",
      message(5, { attachments: [{}, {}] }),
      "12:05 #5 Bob: No. 5 (+2 attached)",
    ],
    [
      "a message of several lines",
      "message",
      message(5, { message: "a\nb" }),
      "12:05 #5 Bob: a\n      b",
    ],
    ["a message that was deleted meanwhile", "message", tombstone(5), "12:05 #5 Bob: (deleted)"],
    ["an edit", "edited", edited(4, 10, "nine"), "12:10 Bob changed #4: nine"],
    [
      "an edit of a message whose number is not known",
      "edited",
      edited(2, 10, "nine"),
      "12:10 Bob changed an earlier message: nine",
    ],
    ["a deletion", "delete", deleted(4, 10), "12:10 Bob deleted #4"],
    ["a pin", "pin_message", pinned(4, 10), "12:10 Bob pinned #4"],
    ["a pin taken off", "pin_message", pinned(4, 10, false), "12:10 Bob unpinned #4"],
    ["a reaction", "reaction", { ...reaction, on: true }, "12:10 Bob put 👍 on #4"],
    ["a reaction taken off", "reaction", { ...reaction, on: false }, "12:10 Bob took 👍 off #4"],
    [
      "new members",
      "members_added",
      added(["cid", "dan", "eve"], 10),
      "12:10 Bob added cid, dan and eve: 3 members now",
    ],
    ["a removal", "member_removed", removed("cid", 10), "12:10 cid was removed by Bob"],
    ["somebody who leaves", "member_removed", removed("bob", 10), "12:10 Bob left"],
    [
      "an owner who leaves",
      "member_removed",
      { ...removed("bob", 10), owner_id: "cid" },
      "12:10 Bob left; cid owns the group now",
    ],
    [
      "another name",
      "room_updated",
      renamed("Coffee", 10),
      "12:10 Bob renamed the group to Coffee",
    ],
    [
      "another picture",
      "room_updated",
      { ...renamed("", 10), room_name: undefined, image_url: "https://example.com/a.png" },
      "12:10 Bob changed the group's picture",
    ],
    [
      "a read mark",
      "seen",
      { room_id: "tea", user_id: "bob", seq: 4, seen_at: "2026-11-23T12:10:00.000Z" },
      "12:10 Bob has read up to #4",
    ],
    ["typing", "typing", { room_id: "tea", user_id: "bob", message: "hm" }, "Bob is typing: hm"],
  ] as const)("tells of %s", (_what, event, data, line) => {
    scene.chat.tell(event, data);
    expect(lines).toEqual([line]);
  });

  it("begins with the present name of the room if that is not the current one", () => {
    scene.chat.tell("user", { _id: "bob", first_name: "Robert" });
    scene.chat.tell("message", message(1, { room_id: "p2p.1" }));
    expect(lines).toEqual(["[Robert] 12:01 #1 Robert: No. 1"]);
  });

  it("says who removed the user, from where, and that they left if they did", () => {
    scene.chat.tell("member_removed", removed("ann", 10));
    scene.chat.tell("member_removed", { ...removed("ann", 10), removed_by: "ann" });
    expect(lines).toEqual(["12:10 Bob removed you from Tea.", "You left Tea."]);
    expect(notified).toEqual([["tea"], ["tea"]]);
  });

  it("says of a group who made it, or who added the user", () => {
    const { info } = scene.store.room("tea").get() ?? {};
    if (!info) throw new Error("There is no such room.");
    const group = { ...info, recipients: undefined };
    scene.chat.tell("group", { ...group, _id: "g1" });
    scene.chat.tell("group", { ...group, _id: "g2", user_id: "bob" });
    expect(notified).toEqual([
      ["g1", "g1", ", made by Ann, 3 members"],
      ["g2", "g2", ", 3 members; Bob added you"],
    ]);
  });

  it("comes once for a user who keeps typing", () => {
    const typing = { room_id: "tea", user_id: "bob" };
    scene.chat.tell("typing", typing);
    scene.chat.tell("typing", typing);
    scene.chat.tell("typing_stopped", typing);
    scene.chat.tell("typing", typing);
    expect(lines).toEqual(["Bob is typing…", "Bob is typing…"]);
  });

  it("does not come for the user's own read marks, for marks after a reconnect, nor for events that the history will show", () => {
    const seen = { room_id: "tea", seq: 4, seen_at: "2026-11-23T12:10:00.000Z" };
    scene.chat.tell("seen", { ...seen, user_id: "ann" });
    scene.chat.tell("seen", { room_id: "tea", user_id: "bob", seq: 4 });
    loading = "tea";
    scene.chat.tell("message", message(5));
    expect(lines).toEqual([]);
  });

  it.each([
    ["an escape sequence", "\u001b[2Jgone", "�[2Jgone"],
    ["a carriage return", "safe\rann: fake", "safe�ann: fake"],
    ["a bell", "\u0007", "�"],
    ["a control character of the second set", "\u009b2J", "�2J"],
    ["a turn of the writing direction", "\u202eabc", "�abc"],
  ])("makes %s harmless, in texts and in names", (_what, text, harmless) => {
    scene.chat.tell("message", message(5, { message: text }));
    scene.chat.tell("user", { _id: "bob", first_name: text });
    scene.chat.tell("room_updated", renamed(text, 10));
    expect(lines).toEqual([
      `12:05 #5 Bob: ${harmless}`,
      `12:10 ${harmless} renamed the group to ${harmless}`,
    ]);
    expect(rooms.title("tea")).toBe(harmless);
  });
});
