// The durable events of rooms as frames: those that `sync` replays, and those that `getMessages` returns between
// messages.

import * as z from "zod/mini";
import { addMembers, joinedGroup } from "./add-members.ts";
import { deleteMessage } from "./delete-message.ts";
import { editMessage } from "./edit-message.ts";
import { pinMessage } from "./pin-message.ts";
import { reactMessage } from "./react-message.ts";
import { removeMember } from "./remove-member.ts";
import { sendMessage } from "./send-message.ts";
import { updateRoom } from "./update-room.ts";

const frame = <const Name extends string, Data extends z.ZodMiniType>(event: {
  name: Name;
  data: Data;
}) => z.object({ event: z.literal(event.name), data: event.data });

export const roomEvent = z
  .union([
    frame(sendMessage.event),
    frame(editMessage.event),
    frame(deleteMessage.event),
    frame(pinMessage.event),
    frame(reactMessage.event),
    frame(addMembers.event),
    frame(removeMember.event),
    frame(updateRoom.event),
    z.object({ event: z.templateLiteral(["group_", z.string()]), data: joinedGroup }),
  ])
  .check(
    z.describe("A durable event of a room. A user whom it added gets `group_<user_id>` instead."),
  );
export type RoomEvent = z.output<typeof roomEvent>;

export const historyEvent = z
  .union([
    frame(addMembers.event),
    frame(removeMember.event),
    frame(updateRoom.event),
    frame(pinMessage.event),
  ])
  .check(z.describe("An event of a room between its messages."));
export type HistoryEvent = z.output<typeof historyEvent>;
