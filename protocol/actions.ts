// The table of actions: the only source of routes, handlers, grants, types and documents.

import type * as z from "zod/mini";
import type { Action } from "./action.ts";
import { addMembers } from "./add-members.ts";
import { connectRooms } from "./connect-rooms.ts";
import { createGroup } from "./create-group.ts";
import { createUpload } from "./create-upload.ts";
import { deleteMessage } from "./delete-message.ts";
import { editMessage } from "./edit-message.ts";
import { getDownload } from "./get-download.ts";
import { getMembers } from "./get-members.ts";
import { getMessages } from "./get-messages.ts";
import { getPins } from "./get-pins.ts";
import { messageSeen } from "./message-seen.ts";
import { pinMessage } from "./pin-message.ts";
import { ping } from "./ping.ts";
import { reactMessage } from "./react-message.ts";
import { removeMember } from "./remove-member.ts";
import { sendMessage } from "./send-message.ts";
import { sendNewMessage } from "./send-new-message.ts";
import { sync } from "./sync.ts";
import { typing } from "./typing.ts";
import { updateRoom } from "./update-room.ts";

export const ACTIONS = {
  connectRooms,
  sendMessage,
  typing,
  sendNewMessage,
  createGroup,
  deleteMessage,
  editMessage,
  messageSeen,
  pinMessage,
  getMessages,
  sync,
  getPins,
  getMembers,
  addMembers,
  removeMember,
  updateRoom,
  reactMessage,
  createUpload,
  getDownload,
  ping,
} as const satisfies Record<string, Action>;

export type ActionName = keyof typeof ACTIONS;

/** The payload as an action's use case receives it, with its defaults filled in. */
export type Payload<Name extends ActionName> = z.output<(typeof ACTIONS)[Name]["payload"]>;

/** The payload as a client sends it, beside `action`. */
export type PayloadInput<Name extends ActionName> = z.input<(typeof ACTIONS)[Name]["payload"]>;

/** The `data` of the event that answers an action. */
export type EventData<Name extends ActionName> = z.output<(typeof ACTIONS)[Name]["event"]["data"]>;

export const isActionName = (name: string): name is ActionName => Object.hasOwn(ACTIONS, name);
