// The Lambda of `$default`: rejects frames without a known action.

import { ChatError } from "./chat/errors.ts";
import { messageHandler } from "./runtime/message-handler.ts";

export const handler = messageHandler("$default", ({ frame }) => {
  const reason =
    typeof frame.action === "string" ? "There is no such action." : "The frame names no action.";
  return Promise.reject(new ChatError("UNKNOWN_ACTION", reason));
});
