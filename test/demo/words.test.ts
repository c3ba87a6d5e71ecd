// The texts that users read for a refusal: for every code, for every field they can fill in, and for each mistake that
// the server names.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ChatError, type ChatErrorCode } from "../../client/index.ts";
import { wordsFor } from "../../demo/words.ts";
import { ACTIONS } from "../../protocol/actions.ts";
import { ERROR_CODES, type ErrorData } from "../../protocol/errors.ts";
import type { TestUser } from "../../smoke/test-user.ts";
import { startBackend, type Backend } from "../backend.ts";

/** Names of fields and codes, and programmers' terms. */
const JARGON =
  /_|[a-z][A-Z]|[A-Z]{2}|\b(frame|caller|ids?|payload|field|request|surrogate|null|event|token|bytes?|object|string|outbox|handshake)\b/;

const OWN = "TIMEOUT ABORTED WITHDRAWN CLOSED DISCONNECTED TOKEN UNREACHABLE PERSISTENCE".split(
  " ",
) as ChatErrorCode[];
const CODES = [...(Object.keys(ERROR_CODES) as ChatErrorCode[]), ...OWN];
const TECHNICAL = "recipient_id must be someone else than the caller";

/** Fields that a program fills in, never the user. */
const OF_PROGRAMS = (
  "_id room_id message_id edit_id key type creator_id creation_id sender_id user_name last_name msg_seen " +
  "seq limit cursor before_rev after_rev rooms marks names events on pin_message after isStoryReply " +
  "message_type dateCreated"
).split(" ");

const refusal = (code: ChatErrorCode, path?: string, action = "sendMessage") =>
  new ChatError(code, TECHNICAL, {
    action,
    ...(path !== undefined && { issues: [{ path, message: "must be …" }] }),
  });

describe("what is said of an error", () => {
  const cases = CODES.flatMap((code) =>
    Object.keys(ACTIONS).map((action) => [code, action] as const),
  );
  it("is in a person's words for each code of each action", () => {
    for (const [code, action] of cases) {
      const words = wordsFor(refusal(code, undefined, action));
      expect(words, `${action} ${code}`).toMatch(/^[A-Z].*[.]$/);
      expect(words, `${action} ${code}`).not.toMatch(JARGON);
    }
  });

  it("is in a person's words for each field that a person fills in", () => {
    const paths = new Set(Object.values(ACTIONS).flatMap(({ payload }) => pathsIn(payload)));
    expect(paths.size).toBeGreaterThan(20);
    for (const path of paths) {
      if (OF_PROGRAMS.includes(path.split(".").at(-1) ?? "")) continue;
      for (const code of ["BAD_REQUEST", "TOO_LARGE"] as const) {
        const words = wordsFor(refusal(code, path, ""));
        expect(words, path).not.toBe(wordsFor(refusal(code, undefined, "")));
        expect(words, path).toMatch(/^[A-Z].*\w[.]$/);
        expect(words, path).not.toMatch(JARGON);
      }
    }
  });

  it("of an entry of a list is the text for the list", () => {
    const of = (path: string) => wordsFor(refusal("BAD_REQUEST", path));
    expect(of("message.attachments.0")).toBe(of("attachments"));
    expect(of("recipients.3")).toBe(of("recipients"));
  });

  it("names what to tell an operator, if the fault is the server's", () => {
    const error = new ChatError("INTERNAL", "Something.", { reference: "a1b2" });
    expect(wordsFor(error)).toMatch(/ \(a1b2\)$/);
  });
});

/** The paths of a payload's fields, those of `message` included. */
function pathsIn(schema: unknown): string[] {
  const { shape = {} } = (schema as { def: { shape?: Record<string, unknown> } }).def;
  return Object.entries(shape).flatMap(([name, inner]) => {
    const below = pathsIn(inner).map((path) => `${name}.${path}`);
    return below.length > 0 ? below : [name];
  });
}

describe("a mistake that a person can make", () => {
  let backend: Backend;
  let ann: TestUser;
  let bob: TestUser;
  let pair: unknown;
  let group: unknown;
  let message_id: unknown;

  beforeAll(async () => {
    backend = await startBackend();
    [ann, bob] = await Promise.all([backend.join("ann", "Ann"), backend.join("bob", "Bob")]);
    const message = { message: "Hello", first_name: "Ann" };
    const sent = await ann.done("sendNewMessage", { recipient_id: "bob", message });
    [pair, message_id] = [sent.room_id, sent._id];
    group = (await ann.done("createGroup", { room_name: "Tea", recipients: ["bob"] }))._id;
  });
  afterAll(() => backend.close());

  const write = (text: string, recipient_id: string | string[] = "bob") => ({
    recipient_id,
    message: { message: text, first_name: "Ann" },
  });
  const MISTAKES: [string, string, () => object, words: RegExp][] = [
    ["to write to oneself", "sendNewMessage", () => write("Hello", "ann"), /somebody else/],
    ["to write to nobody", "sendNewMessage", () => write("Hello", "typing"), /people can have/],
    ["to write too much", "sendNewMessage", () => write("x".repeat(8_001)), /too long/],
    ["to say nothing", "sendMessage", () => ({ room_id: pair, message: " " }), /one can see/],
    [
      "to say too much",
      "sendMessage",
      () => ({ room_id: pair, message: "x".repeat(8_001) }),
      /too long/,
    ],
    [
      "to be where one is not",
      "sendMessage",
      () => ({ room_id: "none", message: "Hi" }),
      /may not/,
    ],
    [
      "a nameless group",
      "createGroup",
      () => ({ room_name: "\u3164", recipients: ["bob"] }),
      /name/,
    ],
    [
      "a group of nobodies",
      "createGroup",
      () => ({ room_name: "T", recipients: ["error"] }),
      /names/,
    ],
    ["to add nobody", "addMembers", () => ({ room_id: group, user_ids: ["group_x"] }), /names/],
    [
      "to add to a pair",
      "addMembers",
      () => ({ room_id: pair, user_ids: ["cid"] }),
      /Only a group/,
    ],
    ["to leave a pair", "removeMember", () => ({ room_id: pair, user_id: "ann" }), /of two/],
    [
      "to remove nobody",
      "removeMember",
      () => ({ room_id: group, user_id: "cid" }),
      /not in the group/,
    ],
    [
      "to rename it to nothing",
      "updateRoom",
      () => ({ room_id: group, room_name: "\u200B" }),
      /name/,
    ],
    [
      "too long an address",
      "updateRoom",
      () => ({ room_id: group, image_url: "x".repeat(600) }),
      /address/,
    ],
    [
      "what is gone",
      "pinMessage",
      () => ({ room_id: pair, _id: "gone", pin_message: true }),
      /any more/,
    ],
    [
      "words as reaction",
      "reactMessage",
      () => ({ room_id: pair, message_id, reaction: "ok", on: true }),
      /emoji/,
    ],
    ["too large a file", "createUpload", () => upload({ size: 1e9 }), /too large/],
    ["an empty file", "createUpload", () => upload({ size: 0 }), /nothing in this file/],
    ["a nameless file", "createUpload", () => upload({ name: "\u200B" }), /file’s name/],
  ];
  const upload = (fields: object) => ({
    room_id: pair,
    name: "a.txt",
    content_type: "text/plain",
    size: 3,
    ...fields,
  });

  it.each(MISTAKES)("(%s) is explained in words", async (_what, action, payload, words) => {
    await expectWords(ann, action, payload(), words);
  });

  it.each<[string, string, () => object, RegExp]>([
    [
      "another's message edited",
      "editMessage",
      () => ({ room_id: pair, message_id, message: "x" }),
      /who wrote/,
    ],
    [
      "another's message deleted",
      "deleteMessage",
      () => ({ room_id: pair, message_id }),
      /who wrote/,
    ],
    ["another's group renamed", "updateRoom", () => ({ room_id: group, room_name: "x" }), /owner/],
    ["others removed", "removeMember", () => ({ room_id: group, user_id: "ann" }), /owner/],
  ])("(%s) is explained in words", async (_what, action, payload, words) => {
    await expectWords(bob, action, payload(), words);
  });
});

async function expectWords(person: TestUser, action: string, payload: object, words: RegExp) {
  const { event, data } = await person.ask(action, payload);
  expect(event).toBe("error");
  const { code, message, ...details } = data as unknown as ErrorData;
  const said = wordsFor(new ChatError(code, message, details));
  expect(said).toMatch(words);
  expect(said).not.toMatch(JARGON);
}
