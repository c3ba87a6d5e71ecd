// Every example of the original document is accepted as a payload, with all its fields.

import { describe, expect, it } from "vitest";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { ORIGINAL_EXAMPLES } from "../../generators/asyncapi/original-examples.ts";
import { verdict } from "./verdict.ts";

const EXAMPLES = Object.entries(ORIGINAL_EXAMPLES) as [ActionName, Record<string, unknown>][];

/** The parsed form of each example that parsing changes. */
const CHANGED: Partial<Record<ActionName, object>> = {
  connectRooms: { ...ORIGINAL_EXAMPLES.connectRooms, limit: 100 },
  sendMessage: { ...ORIGINAL_EXAMPLES.sendMessage, message_type: "text" },
  sendNewMessage: {
    ...ORIGINAL_EXAMPLES.sendNewMessage,
    message: {
      ...ORIGINAL_EXAMPLES.sendNewMessage.message,
      // A recipient without an id is dropped.
      recipients: [],
      isStoryReply: false,
      reply_message: {},
    },
  },
  createGroup: { ...ORIGINAL_EXAMPLES.createGroup, recipients: ["63cfbe252ff0dd6ab8615e95"] },
};

/** The user who sends an example: the one that it names as its sender. */
function senderOf(name: ActionName, example: Record<string, unknown>): string {
  const path = ACTIONS[name].callerField ?? [];
  const named = path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown>)[key],
    example,
  );
  return typeof named === "string" ? named : "caller";
}

describe("the original document's example of", () => {
  it.each(EXAMPLES)("%s is accepted, with the defaults filled in", (name, example) => {
    const { code, payload } = verdict(name, example, senderOf(name, example));
    expect(code).toBe("accepted");
    expect(payload).toStrictEqual(CHANGED[name] ?? example);
  });

  it("each of the document's nine events is there", () => {
    expect(Object.keys(ORIGINAL_EXAMPLES)).toHaveLength(9);
  });
});
