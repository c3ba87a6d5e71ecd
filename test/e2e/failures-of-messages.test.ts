// A failure at every call to DynamoDB of the actions on one message.

import { ABOUT_A_MESSAGE, caseOf, failuresOf } from "./failures.ts";
import { SCENARIOS, type World } from "./scenarios.ts";

const pin = (world: World) => world.ann.done("pinMessage", SCENARIOS.pinMessage(world));

failuresOf([
  ...ABOUT_A_MESSAGE.map(caseOf),
  {
    title: "editMessage with an edit_id",
    action: "editMessage",
    payload: (world) => ({ ...SCENARIOS.editMessage(world), edit_id: "first" }),
  },
  {
    title: "deleteMessage of a pinned message",
    action: "deleteMessage",
    payload: SCENARIOS.deleteMessage,
    prepare: pin,
  },
  {
    title: "deleteMessage of a message with the server's id",
    action: "deleteMessage",
    payload: ({ room, made }) => ({ room_id: room, message_id: made }),
  },
  {
    title: "pinMessage, unpinning",
    action: "pinMessage",
    payload: (world) => ({ ...SCENARIOS.pinMessage(world), pin_message: false }),
    prepare: pin,
  },
  {
    title: "sendNewMessage to a group",
    action: "sendNewMessage",
    payload: (world) => ({ ...SCENARIOS.sendNewMessage(world), type: "group-chat" }),
  },
]);
