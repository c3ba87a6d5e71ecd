// The smallest payload of each action: the required fields only.

import type { ActionName } from "../../protocol/actions.ts";

export const LEAST: Record<ActionName, Record<string, unknown>> = {
  connectRooms: {},
  sendMessage: { room_id: "room", message: "hello" },
  typing: { room_id: "room" },
  sendNewMessage: { recipient_id: "bob", message: {} },
  createGroup: { room_name: "Chess", recipients: ["bob"] },
  deleteMessage: { room_id: "room", message_id: "m" },
  editMessage: { room_id: "room", message_id: "m", message: "new" },
  messageSeen: { room_id: "room", message_id: "m" },
  pinMessage: { room_id: "room", _id: "m", pin_message: true },
  getMessages: { room_id: "room" },
  sync: { rooms: [{ room_id: "room", after_rev: 0 }] },
  getPins: { room_id: "room" },
  getMembers: { room_id: "room" },
  addMembers: { room_id: "room", user_ids: ["bob"] },
  removeMember: { room_id: "room", user_id: "bob" },
  updateRoom: { room_id: "room", room_name: "Chess" },
  reactMessage: { room_id: "room", message_id: "m", reaction: "👍", on: true },
  createUpload: { room_id: "room", name: "a.png", content_type: "image/png", size: 3 },
  getDownload: { room_id: "room", key: "k" },
  ping: {},
};
