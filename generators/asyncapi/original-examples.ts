// The example payloads of the product's original specification, the document "Chat Feature API", by action. They are
// unchanged: a client may send each of them.

import type { ActionName } from "../../protocol/actions.ts";

export const ORIGINAL_EXAMPLES = {
  connectRooms: {
    user_id: "65e01d25c002d6508c631ad9",
    first_name: "Mazrui",
  },
  sendMessage: {
    message: "Can you see this message?",
    room_id: "663c8020fefd1941540edbca",
    recipients: [{ _id: "65e01d25c002d6508c631ad9", msg_seen: false }],
    isStoryReply: false,
    reply_message: {},
    message_type: "",
    attachments: [],
    sender_id: "65e01d25c002d6508c631ad9",
    first_name: "Abdul",
    last_name: "Poyilthodi Chathamparambil",
    dateCreated: "2024-05-15T07:19:36.621+00:00",
  },
  typing: {
    room_id: "663c8020fefd1941540edbca",
    message: "I am typing...",
  },
  sendNewMessage: {
    room_name: "Amazing group",
    type: "peer-to-peer",
    recipient_id: ["5fa24825a8e9cddf8f35df71"],
    user_name: "Bharat Subbaraman",
    image_url:
      "https://nathanhrerp.s3.eu-central-1.amazonaws.com/users/Bharat-Subbaraman/Bharat-Subbaraman.webp",
    message: {
      _id: "63cfbfc722c59b536467f03c",
      message: "",
      recipients: [{ _id: "", msg_seen: "" }],
      message_type: "text",
      attachments: [],
      sender_id: "616e6d5195ae5b3f1adc87dc",
      first_name: "Abdul",
      last_name: "Poyilthodi Chathamparambil",
    },
  },
  createGroup: {
    _id: "63cfbe252ff0dd6ab8615e95",
    room_name: "Future group",
    recipients: ["63cfbe252ff0dd6ab8615e95", "63cfbe252ff0dd6ab8615e95"],
    type: "group-chat",
    creator_id: "65e01d25c002d6508c631ad9",
    image_url:
      "https://nathanhrerp.s3.amazonaws.com/users/Abdul%2%E2%80%A6rambil/Abdul%20-Poyilthodi%20Chathamparambil.webp",
  },
  deleteMessage: {
    message_id: "63cfbfc722c59b536467f03c",
    user_id: "65e01d25c002d6508c631ad9",
    room_id: "663c8020fefd1941540edbca",
  },
  editMessage: {
    message_id: "63cfbfc722c59b536467f03c",
    message: "I have edited this message again",
    room_id: "663c8020fefd1941540edbca",
    user_id: "65e01d25c002d6508c631ad9",
  },
  messageSeen: {
    message_id: "63cfbfc722c59b536467f03c",
    room_id: "663c8020fefd1941540edbca",
  },
  pinMessage: {
    _id: "63cfbfc722c59b536467f03c",
    room_id: "663c8020fefd1941540edbca",
    pin_message: false,
  },
} as const satisfies Partial<Record<ActionName, object>>;
