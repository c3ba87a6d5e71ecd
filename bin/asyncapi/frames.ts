// Frames of events that docs/protocol.md does not show, each as the schema of its action types it.

import type { ActionName, EventData } from "../../protocol/actions.ts";
import type { ServerFrame } from "../../protocol/frames.ts";

const tea = { room_id: "tea" };
const first = {
  ...{ _id: "5f1d-0001", ...tea, seq: 1, rev: 1, sender_id: "ann" },
  created_at: "2026-11-23T08:55:19.986Z",
};
const second = {
  ...{ message: "Fine. I bring the milk", isStoryReply: false, reply_message: {} },
  ...{ message_type: "text", attachments: [] },
  recipients: [
    { _id: "ann", msg_seen: true },
    { _id: "cid", msg_seen: false },
  ],
  ...{ _id: "00000000000228df951fbbf5", ...tea, seq: 2, rev: 2, sender_id: "bob" },
  created_at: "2026-11-23T08:55:20.454Z",
};
const added = {
  ...{ ...tea, user_ids: ["dan"], member_count: 4, user_id: "bob", rev: 6 },
  added_at: "2026-11-23T08:55:24.102Z",
};
const updated = {
  ...{ ...tea, room_name: "Tea at five", user_id: "ann", rev: 7 },
  updated_at: "2026-11-23T08:55:24.530Z",
};
const removed = {
  ...{ ...tea, user_id: "dan", removed_by: "ann", member_count: 3, rev: 8 },
  removed_at: "2026-11-23T08:55:24.918Z",
};
const deleted = { ...first, deleted_at: "2026-11-23T08:55:23.777Z" };

export const FRAMES = {
  getMessages: {
    event: "messages",
    request_id: "cid-5",
    data: { ...tea, messages: [deleted, second], has_more: false, rev: 8 },
  },
  sync: {
    event: "sync",
    request_id: "cid-6",
    data: [
      {
        ...tea,
        events: [
          { event: "members_added", data: added },
          { event: "room_updated", data: updated },
          { event: "member_removed", data: removed },
        ],
        rev: 8,
        has_more: false,
        recovered: true,
        marks: [
          { user_id: "ann", seen_seq: 2 },
          { user_id: "bob", seen_seq: 2 },
          { user_id: "cid", seen_seq: 1 },
        ],
      },
      { room_id: "coffee", recovered: false },
    ],
  },
  getPins: {
    event: "pins",
    request_id: "cid-7",
    data: [{ ...second, pinned_by: "cid", pinned_at: "2026-11-23T08:55:25.231Z", pinned_rev: 9 }],
  },
  getMembers: {
    event: "members",
    request_id: "cid-8",
    data: {
      ...tea,
      members: [
        {
          ...{ user_id: "ann", first_name: "Ann", role: "owner", seen_seq: 2, online: true },
          joined_at: "2026-11-23T08:55:19.488Z",
        },
        {
          ...{ user_id: "bob", role: "member", seen_seq: 2, online: false },
          joined_at: "2026-11-23T08:55:19.488Z",
          last_seen_at: "2026-11-23T08:55:24.990Z",
        },
      ],
      next_cursor: "bob",
    },
  },
  addMembers: { event: "members_added", request_id: "bob-6", data: added },
  removeMember: { event: "member_removed", data: removed },
  updateRoom: { event: "room_updated", request_id: "ann-8", data: updated },
  ping: {
    event: "pong",
    request_id: "ann-9",
    data: { server_time: "2026-11-23T09:00:19.004Z" },
  },
} satisfies { [Name in ActionName]?: ServerFrame & { data: EventData<Name> } };
