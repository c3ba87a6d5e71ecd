// The limits that docs/protocol.md and docs/operations.md state as numbers are those of the code.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, DEFAULT_UPLOADS } from "../../lambdas/limits.ts";
import { ACTIONS, isActionName, type ActionName } from "../../protocol/actions.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { LEAST } from "../protocol/payloads.ts";
import { verdict, withField } from "../protocol/verdict.ts";

const protocol = readFileSync("docs/protocol.md", "utf8");
const operations = readFileSync("docs/operations.md", "utf8");

const number = (value: number): string => value.toLocaleString("en-US");
const characters = (value: number): string => `${number(value)} characters`;
const kb = (bytes: number): string => `${bytes / 1_024} KB`;

/** The cells of the table row whose first cell begins with `first`. */
function rowOf(page: string, first: string): string[] {
  const row = page.split("\n").find((line) => line.startsWith(`| ${first}`));
  return (row ?? "").split("|").map((cell) => cell.trim());
}

const limits = /^## Limits$[^]*?^## /m.exec(protocol)?.[0] ?? "";

it.each([
  ["a frame from a client", kb(LIMITS.clientFrameBytes)],
  ["a frame from the server", kb(LIMITS.serverFrameBytes)],
  ["`request_id`", characters(LIMITS.requestIdCharacters)],
  ["`message`", characters(LIMITS.messageCharacters)],
  ["a message with all", `${number(LIMITS.messageBytes)} bytes`],
  ["names", characters(LIMITS.nameCharacters)],
  ["`image_url`", characters(LIMITS.imageUrlCharacters)],
  ["`attachments`", `${LIMITS.attachments}, together ${kb(LIMITS.attachmentsBytes)}`],
  ["`reply_message`", kb(LIMITS.replyMessageBytes)],
  ["JSON in", `${LIMITS.jsonDepth} levels`],
  ["`recipients` of a message", number(LIMITS.messageRecipients)],
  ["`recipient_id` in", number(LIMITS.newConversationRecipients)],
  ["rooms in one `connectRooms`", number(LIMITS.roomsPerPage)],
  ["`rooms` in `sync`", number(LIMITS.roomsPerSync)],
  ["`name` of a file", characters(LIMITS.fileNameCharacters)],
  ["a file", `${DEFAULT_UPLOADS.maxBytes / 1_024 ** 2} MB`],
  ["`user_ids` in", number(LIMITS.membersAddedAtOnce)],
  ["different emoji", number(LIMITS.reactionsPerMessage)],
  ["pins in a room", number(LIMITS.pinsPerRoom)],
])("the protocol's table of limits: %s, %s", (what, limit) => {
  expect(rowOf(limits, what)[2]).toMatch(new RegExp(`^${limit}`));
});

const BUCKETS = [
  ["each room, you", "room"],
  ["reading", "reads"],
  ["inviting", "invites"],
  ["uploading", "uploads"],
  ["connecting", "connects"],
] as const;

it.each(BUCKETS)("the protocol's table of buckets: %s", (what, bucket) => {
  const { burst, perMinute } = DEFAULT_LIMITS[bucket];
  expect(rowOf(limits, what).slice(2, 4)).toEqual([number(burst), number(perMinute)]);
});

it.each(BUCKETS)("the operator's settings: %s, %s", (_, bucket) => {
  const { burst, perMinute } = DEFAULT_LIMITS[bucket];
  expect(rowOf(operations, `\`${bucket}Burst\`, \`${bucket}PerMinute\``)[2]).toBe(
    `${burst} and ${perMinute}`,
  );
});

/** Each field of a payload with its maximum of characters, as stated in the action's section. */
const texts = Object.keys(ACTIONS)
  .filter(isActionName)
  .flatMap((action) => {
    const [section = ""] = new RegExp(`^### ${action}$[^]*?(?=^\`\`\`)`, "m").exec(protocol) ?? [];
    const rows = section.matchAll(/^\| `(\w+)` .*?(?:1 to )?([\d,]+) characters/gm);
    return Array.from(rows, ([, field = "", most = ""]) => ({
      action,
      field,
      most: Number(most.replace(",", "")),
    }));
  });

describe("the payloads of the protocol", () => {
  it("state a limit for the text of a message", () => {
    expect(texts.filter(({ field }) => field === "message").map(({ action }) => action)).toEqual(
      expect.arrayContaining<ActionName>(["sendMessage", "typing", "editMessage"]),
    );
  });

  it.each(texts)("$action takes $most characters as $field, and not one more", (text) => {
    const { action, field, most } = text;
    const codeOf = (length: number) =>
      verdict(action, withField(LEAST[action], field, "x".repeat(length))).code;
    expect(codeOf(most)).toBe("accepted");
    expect(codeOf(most + 1)).not.toBe("accepted");
  });
});
