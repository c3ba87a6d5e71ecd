// The table of actions: the one list from which routes, handlers, grants, types and documents follow.

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

/** What an action's use case receives: the payload with its defaults filled in. */
export type Payload<Name extends ActionName> = z.output<(typeof ACTIONS)[Name]["payload"]>;

/** What a client sends beside `action`. */
export type PayloadInput<Name extends ActionName> = z.input<(typeof ACTIONS)[Name]["payload"]>;

/** The `data` of the event that answers an action. */
export type EventData<Name extends ActionName> = z.output<(typeof ACTIONS)[Name]["event"]["data"]>;

export const isActionName = (name: string): name is ActionName => Object.hasOwn(ACTIONS, name);
