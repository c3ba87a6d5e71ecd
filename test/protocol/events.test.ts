// The fields of each action's event: the schema accepts the frames of the protocol, and requires all their fields.

import { describe, expect, it } from "vitest";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { ORIGINAL_EXAMPLES } from "../../generators/asyncapi/original-examples.ts";

const TIME = "2024-05-15T07:19:36.621Z";
const stamp = { seq: 1, rev: 2, created_at: TIME };

const room = {
  _id: "room",
  room_name: "Chess",
  type: "group-chat",
  image_url: "",
  creator_id: "ann",
  created_at: TIME,
  member_count: 2,
};
const message = { ...ORIGINAL_EXAMPLES.sendMessage, message_type: "text", _id: "m", ...stamp };
const deletion = { deleted: true, deleted_at: TIME };
const tombstone = { _id: "m", room_id: "room", sender_id: "ann", ...stamp, ...deletion };
const listed = { ...room, seq: 1, rev: 2, seen_seq: 0, unread_count: 1 };
const last = { _id: "m", sender_id: "ann", created_at: TIME };
const by = { user_id: "ann" };

const inRoom = { room_id: "room" };
const page = { ...inRoom, messages: [message, tombstone], has_more: true, rev: 7 };
const member = {
  user_id: "ann",
  role: "owner",
  joined_at: TIME,
  seen_seq: 1,
  online: true,
};
const added = { ...inRoom, user_ids: ["cid"], ...by, member_count: 3, rev: 6, added_at: TIME };
const removed = {
  ...inRoom,
  user_id: "bob",
  removed_by: "ann",
  member_count: 2,
  rev: 7,
  removed_at: TIME,
};
const renamed = { ...inRoom, room_name: "Go", ...by, rev: 8, updated_at: TIME };
const caughtUp = {
  ...inRoom,
  rev: 8,
  has_more: false,
  recovered: true,
  events: [
    { event: "message", data: message },
    { event: "message", data: tombstone },
    {
      event: "edited",
      data: { ...ORIGINAL_EXAMPLES.editMessage, rev: 3, edited_at: TIME },
    },
    { event: "delete", data: { ...ORIGINAL_EXAMPLES.deleteMessage, rev: 4, deleted_at: TIME } },
    {
      event: "pin_message",
      data: { ...ORIGINAL_EXAMPLES.pinMessage, ...by, rev: 5, pinned_at: TIME },
    },
    { event: "members_added", data: added },
    {
      event: "group_cid",
      data: { ...room, recipients: ["ann", "cid"], ...by, rev: 6, added_at: TIME },
    },
    { event: "member_removed", data: removed },
    { event: "room_updated", data: renamed },
  ],
};

const EVENTS: [ActionName, string, object][] = [
  ["connectRooms", "no room", []],
  ["connectRooms", "a room without a message", [{ ...listed, last_message: null }]],
  [
    "connectRooms",
    "a pair's room",
    [
      {
        ...listed,
        recipients: [{ _id: "ann" }, { _id: "bob", first_name: "Bob" }],
        last_message: { ...last, first_name: "Ann", message_type: "text", message: "Hello" },
      },
    ],
  ],
  [
    "connectRooms",
    "a room whose last message is deleted",
    [{ ...listed, last_message: { ...last, ...deletion } }],
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
  ["getMessages", "messages", { ...page, next_before_rev: 2 }],
  ["getMessages", "a room without messages", { ...page, messages: [], has_more: false, rev: 0 }],
  ["getMessages", "what follows", { ...page, next_after_rev: 2 }],
  ["sync", "nothing of a room that is not the caller's", [{ room_id: "room", recovered: false }]],
  ["sync", "every kind of event", [{ ...caughtUp, marks: [{ user_id: "ann", seen_seq: 1 }] }]],
  ["getPins", "a pin", [{ ...message, pinned_by: "bob", pinned_at: TIME, pinned_rev: 5 }]],
  ["getMembers", "who is there", { room_id: "room", members: [member], next_cursor: "ann" }],
  [
    "getMembers",
    "who is not",
    {
      room_id: "room",
      members: [{ ...member, first_name: "Ann", online: false, last_seen_at: TIME }],
    },
  ],
  ["addMembers", "the rev", added],
  ["removeMember", "the rev", removed],
  ["removeMember", "a new owner", { ...removed, owner_id: "cid" }],
  ["updateRoom", "the rev", renamed],
  ["updateRoom", "the picture", { ...renamed, image_url: "a.png" }],
  ["ping", "the time", { server_time: TIME }],
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
  ])("%s is invalid without its own fields", (action, data, field) => {
    const { [field]: _gone, ...rest } = data as Record<string, unknown>;
    expect(ACTIONS[action].event.data.safeParse(data).success).toBe(true);
    expect(ACTIONS[action].event.data.safeParse(rest).success).toBe(false);
  });

  it("each action is named as the protocol names it", () => {
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
      getMessages: "messages",
      sync: "sync",
      getPins: "pins",
      getMembers: "members",
      addMembers: "members_added",
      removeMember: "member_removed",
      updateRoom: "room_updated",
      reactMessage: "reaction",
      createUpload: "upload",
      getDownload: "download",
      ping: "pong",
    });
  });
});
