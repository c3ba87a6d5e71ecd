// The text with which a payload is refused: written for people, never zod's own.

import { describe, expect, it } from "vitest";
import { ChatError } from "../../lambdas/chat/errors.ts";
import { parsePayload } from "../../lambdas/runtime/payload.ts";
import type { Action } from "../../protocol/action.ts";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { LIMITS } from "../../protocol/limits.ts";

function refusal(action: ActionName, payload: object): string {
  try {
    parsePayload(ACTIONS[action] as Action, payload as Record<string, unknown>, "ann");
  } catch (error) {
    if (error instanceof ChatError) return error.message;
    throw error;
  }
  throw new Error("It was taken.");
}

describe("a refused field", () => {
  const room_id = "tea";
  it.each<[string, ActionName, object]>([
    ["room_id: is missing", "typing", {}],
    ["room_id: must be a text", "typing", { room_id: 1 }],
    ["pin_message: must be true or false", "pinMessage", { room_id, _id: "m", pin_message: "yes" }],
    ["limit: must be a whole number", "getMessages", { room_id, limit: 0.5 }],
    ["limit: must be a number", "getMessages", { room_id, limit: "5" }],
    ["limit: must be at least 1", "getMessages", { room_id, limit: 0 }],
    [
      `limit: must be at most ${LIMITS.messagesPerPage}`,
      "getMessages",
      { room_id, limit: LIMITS.messagesPerPage + 1 },
    ],
    ["user_ids: must be a list", "addMembers", { room_id, user_ids: "bob" }],
    ["user_ids: must not be empty", "addMembers", { room_id, user_ids: [] }],
    [
      `user_ids: is over ${LIMITS.membersAddedAtOnce} entries`,
      "addMembers",
      {
        room_id,
        user_ids: Array.from({ length: LIMITS.membersAddedAtOnce + 1 }, (_, i) => `u${i}`),
      },
    ],
    ["room_name: must not be empty", "createGroup", { room_name: "", recipients: ["bob"] }],
    [
      'type: must be "group-chat"',
      "createGroup",
      { room_name: "x", recipients: ["bob"], type: "x" },
    ],
    ["message: must be a JSON object", "sendNewMessage", { recipient_id: "bob", message: "hi" }],
    ["message: is missing", "editMessage", { room_id, message_id: "m" }],
    [
      `message: is over ${LIMITS.messageCharacters} characters`,
      "sendMessage",
      { room_id, message: "x".repeat(LIMITS.messageCharacters + 1) },
    ],
  ])("says %s", (message, action, payload) => {
    expect(refusal(action, payload)).toBe(message);
  });

  it("is never described in zod's words, whatever its value", () => {
    const OTHERS = [
      undefined,
      null,
      0,
      0.5,
      -1,
      1e9,
      "",
      "x",
      "x".repeat(9_000),
      true,
      [],
      [1],
      {},
    ];
    for (const [name, { payload }] of Object.entries(ACTIONS)) {
      const { shape } = payload as { shape?: Record<string, unknown> };
      for (const field of Object.keys(shape ?? {})) {
        for (const value of OTHERS) {
          try {
            refusal(name as ActionName, { [field]: value });
          } catch {
            continue;
          }
          expect(refusal(name as ActionName, { [field]: value })).not.toMatch(
            /invalid|expected|received|too (big|small)|unrecognized/i,
          );
        }
      }
    }
  });
});
