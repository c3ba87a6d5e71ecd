// The Lambda of `ping`. It works without the store, which would be most of the code that it loads.

import { ping as action } from "../protocol/ping.ts";
import { ping } from "./chat/ping.ts";
import { frameOf } from "./runtime/frame.ts";
import { messageHandler } from "./runtime/message-handler.ts";

export const handler = messageHandler(action.name, ({ requestId }) => {
  const { data } = ping({ now: Date.now });
  const body = frameOf(action.event.name, JSON.stringify(data), { requestId });
  return Promise.resolve({ body, fields: {} });
});
