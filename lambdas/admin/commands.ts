// The table of an operator's commands.

import { addMembers } from "./add-members.ts";
import { banUser } from "./ban-user.ts";
import { createGroup } from "./create-group.ts";
import { deleteMessage } from "./delete-message.ts";
import { disconnectUser } from "./disconnect-user.ts";
import { eraseUser } from "./erase-user.ts";
import { exportUser } from "./export-user.ts";
import { removeMember } from "./remove-member.ts";
import { sendMessage } from "./send-message.ts";
import { unbanUser } from "./unban-user.ts";

export const COMMANDS = {
  [disconnectUser.name]: disconnectUser,
  [banUser.name]: banUser,
  [unbanUser.name]: unbanUser,
  [eraseUser.name]: eraseUser,
  [exportUser.name]: exportUser,
  [sendMessage.name]: sendMessage,
  [createGroup.name]: createGroup,
  [addMembers.name]: addMembers,
  [removeMember.name]: removeMember,
  [deleteMessage.name]: deleteMessage,
} as const;

export type CommandName = keyof typeof COMMANDS;

export const isCommandName = (name: unknown): name is CommandName =>
  typeof name === "string" && Object.hasOwn(COMMANDS, name);
