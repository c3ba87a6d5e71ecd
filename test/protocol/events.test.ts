// What each action's event carries: the schema takes the frames of the protocol, and misses none of their fields.

import { describe, expect, it } from "vitest";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { ORIGINAL_EXAMPLES } from "./original-examples.ts";

const TIME = "2024-05-15T07:19:36.621Z";
const stamp = { seq: 1, rev: 2, created_at: TIME };

const room = {
  ...{ _id: "room", room_name: "Chess", type: "group-chat", image_url: "", creator_id: "ann" },
  ...{ created_at: TIME, member_count: 2 },
};
const message = { ...ORIGINAL_EXAMPLES.sendMessage, message_type: "text", _id: "m", ...stamp };
const tombstone = { _id: "m", room_id: "room", sender_id: "ann", ...stamp, deleted_at: TIME };
const listed = { ...room, seq: 1, rev: 2, seen_seq: 0, unread_count: 1 };
const last = { _id: "m", sender_id: "ann", created_at: TIME };
const by = { user_id: "ann" };

const EVENTS: [ActionName, string, object][] = [
  ["connectRooms", "no room", []],
  ["connectRooms", "a room without a message", [{ ...listed, last_message: null }]],
  [
    "connectRooms",
    "a pair's room",
    [
      {
        ...{ ...listed, recipients: [{ _id: "ann" }, { _id: "bob", first_name: "Bob" }] },
        last_message: { ...last, first_name: "Ann", message_type: "text", message: "Hello" },
      },
    ],
  ],
  [
    "connectRooms",
    "a room whose last message is deleted",
    [{ ...listed, last_message: { ...last, deleted_at: TIME } }],
  ],
  ["sendMessage", "a message", message],
  ["sendMessage", "an edited message", { ...message, edited_at: TIME }],
  ["sendMessage", "the tombstone of a message that was deleted since", tombstone],
  ["sendNewMessage", "such a tombstone with its room", { ...tombstone, room }],
  ["typing", "its sender", { ...ORIGINAL_EXAMPLES.typing, ...by, first_name: "Ann" }],
  ["sendNewMessage", "a message with its room", { ...message, room, user_name: "Ann" }],
  ["createGroup", "the group", { ...room, recipients: ["bob"] }],
  ["createGroup", "a group of too many to name", room],
  ["deleteMessage", "the rev", { ...ORIGINAL_EXAMPLES.deleteMessage, rev: 3, deleted_at: TIME }],
  ["editMessage", "the rev", { ...ORIGINAL_EXAMPLES.editMessage, rev: 3, edited_at: TIME }],
  ["messageSeen", "the seq", { ...ORIGINAL_EXAMPLES.messageSeen, ...by, seq: 1, seen_at: TIME }],
  ["pinMessage", "the rev", { ...ORIGINAL_EXAMPLES.pinMessage, ...by, rev: 3, pinned_at: TIME }],
];

describe("the event of", () => {
  it.each(EVENTS)("%s may carry %s", (action, _what, data) => {
    expect(ACTIONS[action].event.data.parse(data)).toStrictEqual(data);
  });

  it.each<[ActionName, object, string]>([
    ["sendMessage", message, "rev"],
    ["sendMessage", message, "seq"],
    ["sendMessage", message, "created_at"],
    ["sendMessage", message, "sender_id"],
    ["typing", { room_id: "room", ...by }, "user_id"],
    ["sendNewMessage", { ...message, room }, "room"],
  ])("%s is none without its own fields", (action, data, field) => {
    const { [field]: _gone, ...rest } = data as Record<string, unknown>;
    expect(ACTIONS[action].event.data.safeParse(data).success).toBe(true);
    expect(ACTIONS[action].event.data.safeParse(rest).success).toBe(false);
  });

  it("each action is named as the original document names it", () => {
    const names = Object.values(ACTIONS).map(({ name, event }) => [name, event.name]);
    expect(Object.fromEntries(names)).toEqual({
      connectRooms: "connectRooms",
      sendMessage: "message",
      typing: "typing",
      sendNewMessage: "<user_id>",
      createGroup: "group_<user_id>",
      deleteMessage: "delete",
      editMessage: "edited",
      messageSeen: "seen",
      pinMessage: "pin_message",
    });
  });
});
