// Frames that a running server sent, of the events that docs/protocol.md does not show.

import type * as z from "zod";
import type { ActionName, EventData } from "../../protocol/actions.ts";
import type { joinedGroup } from "../../protocol/add-members.ts";
import type { ServerFrame } from "../../protocol/frames.ts";

type Frame<Data> = ServerFrame & { readonly data: Data };

const OF_ACTIONS = {
  getMessages: [
    {
      event: "messages",
      request_id: "cid-6",
      data: {
        room_id: "tea",
        messages: [
          {
            message: "Fine. I bring the milk",
            isStoryReply: false,
            reply_message: {},
            message_type: "text",
            attachments: [],
            recipients: [
              { _id: "ann", msg_seen: false },
              { _id: "cid", msg_seen: false },
            ],
            _id: "00000000000207b8f8b50d67",
            room_id: "tea",
            sender_id: "bob",
            seq: 2,
            rev: 2,
            created_at: "2026-11-24T22:41:36.616Z",
          },
        ],
        has_more: true,
        next_before_rev: 2,
        rev: 8,
      },
    },
  ],
  sync: [
    {
      event: "sync",
      request_id: "cid-7",
      data: [
        {
          room_id: "tea",
          events: [
            {
              event: "delete",
              data: {
                message_id: "5f1d-0001",
                room_id: "tea",
                user_id: "ann",
                rev: 5,
                deleted_at: "2026-11-24T22:41:36.699Z",
              },
            },
            {
              event: "members_added",
              data: {
                room_id: "tea",
                user_ids: ["dan"],
                user_id: "bob",
                member_count: 4,
                rev: 6,
                added_at: "2026-11-24T22:41:36.713Z",
              },
            },
            {
              event: "room_updated",
              data: {
                room_id: "tea",
                room_name: "Tea at five",
                user_id: "ann",
                rev: 7,
                updated_at: "2026-11-24T22:41:36.732Z",
              },
            },
            {
              event: "member_removed",
              data: {
                room_id: "tea",
                user_id: "dan",
                removed_by: "ann",
                member_count: 3,
                rev: 8,
                removed_at: "2026-11-24T22:41:36.762Z",
              },
            },
          ],
          rev: 8,
          has_more: false,
          recovered: true,
          marks: [
            { user_id: "ann", seen_seq: 1 },
            { user_id: "bob", seen_seq: 2 },
            { user_id: "cid", seen_seq: 1 },
          ],
        },
        { room_id: "coffee", recovered: false },
      ],
    },
  ],
  getPins: [
    {
      event: "pins",
      request_id: "cid-8",
      data: [
        {
          message: "Fine. I bring the milk",
          isStoryReply: false,
          reply_message: {},
          message_type: "text",
          attachments: [],
          recipients: [
            { _id: "ann", msg_seen: false },
            { _id: "cid", msg_seen: false },
          ],
          _id: "00000000000207b8f8b50d67",
          room_id: "tea",
          sender_id: "bob",
          seq: 2,
          rev: 2,
          created_at: "2026-11-24T22:41:36.616Z",
          pinned_by: "cid",
          pinned_at: "2026-11-24T22:41:36.673Z",
          pinned_rev: 4,
        },
      ],
    },
  ],
  getMembers: [
    {
      event: "members",
      request_id: "cid-4",
      data: {
        room_id: "tea",
        members: [
          {
            user_id: "ann",
            first_name: "Ann",
            role: "owner",
            joined_at: "2026-11-24T22:41:36.555Z",
            seen_seq: 1,
            online: true,
          },
          {
            user_id: "bob",
            role: "member",
            joined_at: "2026-11-24T22:41:36.555Z",
            seen_seq: 2,
            online: true,
          },
          {
            user_id: "cid",
            first_name: "Cid",
            role: "member",
            joined_at: "2026-11-24T22:41:36.555Z",
            seen_seq: 1,
            online: true,
          },
        ],
        next_cursor: "cid",
      },
    },
    {
      event: "members",
      request_id: "cid-5",
      data: {
        room_id: "tea",
        members: [
          {
            user_id: "dan",
            first_name: "Dan",
            role: "member",
            joined_at: "2026-11-24T22:41:36.713Z",
            seen_seq: 2,
            online: false,
            last_seen_at: "2026-11-24T22:41:36.745Z",
          },
        ],
      },
    },
  ],
  addMembers: [
    {
      event: "members_added",
      request_id: "bob-2",
      data: {
        room_id: "tea",
        user_ids: ["dan"],
        user_id: "bob",
        member_count: 4,
        rev: 6,
        added_at: "2026-11-24T22:41:36.713Z",
      },
    },
  ],
  removeMember: [
    {
      event: "member_removed",
      request_id: "ann-6",
      data: {
        room_id: "tea",
        user_id: "dan",
        removed_by: "ann",
        member_count: 3,
        rev: 8,
        removed_at: "2026-11-24T22:41:36.762Z",
      },
    },
  ],
  updateRoom: [
    {
      event: "room_updated",
      request_id: "ann-5",
      data: {
        room_id: "tea",
        room_name: "Tea at five",
        user_id: "ann",
        rev: 7,
        updated_at: "2026-11-24T22:41:36.732Z",
      },
    },
  ],
  ping: [{ event: "pong", request_id: "ann-7", data: { server_time: "2026-11-24T22:41:36.797Z" } }],
} satisfies { [Name in ActionName]?: Frame<EventData<Name>>[] };

/** What somebody gets who is added to a group. */
const JOINED = {
  event: "group_dan",
  data: {
    _id: "tea",
    room_name: "Tea",
    type: "group-chat",
    image_url: "",
    creator_id: "ann",
    created_at: "2026-11-24T22:41:36.555Z",
    member_count: 4,
    recipients: ["ann", "bob", "cid", "dan"],
    user_id: "bob",
    rev: 6,
    added_at: "2026-11-24T22:41:36.713Z",
  },
} satisfies Frame<z.output<typeof joinedGroup>>;

export const FRAMES: readonly ServerFrame[] = [
  ...Object.values<ServerFrame[]>(OF_ACTIONS).flat(),
  JOINED,
];
