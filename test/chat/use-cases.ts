// The use case of every action that reads or writes the table, which are all but `ping`, for tests without a Lambda.

import type { ActionName } from "../../protocol/actions.ts";
import { addMembers } from "../../lambdas/chat/add-members.ts";
import { connectRooms } from "../../lambdas/chat/connect-rooms.ts";
import { createGroup } from "../../lambdas/chat/create-group.ts";
import { createUpload } from "../../lambdas/chat/create-upload.ts";
import { deleteMessage } from "../../lambdas/chat/delete-message.ts";
import { editMessage } from "../../lambdas/chat/edit-message.ts";
import { getDownload } from "../../lambdas/chat/get-download.ts";
import { getMembers } from "../../lambdas/chat/get-members.ts";
import { getMessages } from "../../lambdas/chat/get-messages.ts";
import { getPins } from "../../lambdas/chat/get-pins.ts";
import { messageSeen } from "../../lambdas/chat/message-seen.ts";
import { pinMessage } from "../../lambdas/chat/pin-message.ts";
import { reactMessage } from "../../lambdas/chat/react-message.ts";
import { removeMember } from "../../lambdas/chat/remove-member.ts";
import { sendMessage } from "../../lambdas/chat/send-message.ts";
import { sendNewMessage } from "../../lambdas/chat/send-new-message.ts";
import { sync } from "../../lambdas/chat/sync.ts";
import { typing } from "../../lambdas/chat/typing.ts";
import { updateRoom } from "../../lambdas/chat/update-room.ts";
import type { UseCase } from "../../lambdas/chat/request.ts";

export type StoredAction = Exclude<ActionName, "ping">;

export const USE_CASES: { readonly [Name in StoredAction]: UseCase<Name> } = {
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
};
