// Bad input of every kind: the right error code, the connection open, nothing stored.

import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionName } from "../../protocol/actions.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { startBackend, type Backend } from "../backend.ts";
import type { TestUser } from "../../smoke/test-user.ts";
import { makeWorld, SCENARIOS, type World } from "./scenarios.ts";

let backend: Backend;
let world: World;
let ann: TestUser;
beforeAll(async () => {
  backend = await startBackend();
  world = await makeWorld(backend);
  ({ ann } = world);
  // Stores the name now, so that the refused frames below change nothing.
  await ann.done("connectRooms", { first_name: "Ann" });
});
afterAll(() => backend.close());

async function everything(): Promise<unknown> {
  await backend.settled();
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  return (await table.client.send(new ScanCommand({ TableName: table.name }))).Items;
}

/** Sends a text unchanged, and returns the data of the error frame. */
async function errorFor(text: string): Promise<Record<string, unknown>> {
  ann.send(text);
  const { data } = await ann.heard("error");
  return data;
}

const actions = Object.keys(SCENARIOS) as ActionName[];
const LONE = "\ud800";

describe("a frame that is no request", () => {
  it.each([
    ["text", "hello"],
    ["nothing", ""],
    ["half of an object", '{"action":'],
    ["an array", '[{"action":"typing"}]'],
    ["null", "null"],
    ["a number", "42"],
    ["a string", '"typing"'],
    ["a frame with a byte order mark", '\ufeff{"action":"typing"}'],
  ])("that is %s is BAD_JSON", async (_what, text) => {
    expect(await errorFor(text)).toMatchObject({ code: "BAD_JSON", retryable: false });
  });

  it.each([
    ["no action", "{}"],
    ["an empty action", '{"action":""}'],
    ["an action of another case", '{"action":"sendmessage"}'],
    ["a list for an action", '{"action":["typing"]}'],
    ["null for an action", '{"action":null}'],
    ["$connect for an action", '{"action":"$connect"}'],
    ["$disconnect for an action", '{"action":"$disconnect"}'],
    ["$default for an action", '{"action":"$default"}'],
    ["__proto__ for an action", '{"action":"__proto__"}'],
    ["constructor for an action", '{"action":"constructor"}'],
    ["its action only in its prototype", '{"__proto__":{"action":"typing"}}'],
  ])("with %s is UNKNOWN_ACTION", async (_what, text) => {
    expect(await errorFor(text)).toMatchObject({ code: "UNKNOWN_ACTION", retryable: false });
  });

  it.each([[1], [""], ["x".repeat(65)], [null], [{}], [LONE]])(
    "with %j for a request_id is BAD_REQUEST, and carries none",
    async (request_id) => {
      const error = await errorFor(
        JSON.stringify({ action: "typing", room_id: world.room, request_id }),
      );
      expect(error).toMatchObject({ code: "BAD_REQUEST", issues: [{ path: "request_id" }] });
    },
  );
});

const wrongFor = (value: unknown): unknown[] => [
  null,
  [[]],
  LONE,
  typeof value === "number" ? "1" : 1,
  typeof value === "object" && !Array.isArray(value) ? { message: 1 } : { nested: true },
];

describe.each(actions)("%s", (action) => {
  const good = () => SCENARIOS[action](world) as Record<string, unknown>;

  it("refuses every field that is null, of the wrong type, or half a character; nothing is stored", async () => {
    const before = await everything();
    for (const [field, value] of Object.entries(good())) {
      for (const wrong of wrongFor(value)) {
        const error = await ann.refused(action, { ...good(), [field]: wrong });
        expect(error, `${field}: ${JSON.stringify(wrong)}`).toMatchObject({
          code: "BAD_REQUEST",
          action,
          retryable: false,
        });
        const [issue] = error.issues as { path: string }[];
        expect(issue?.path.split(".")[0]).toBe(field);
      }
    }
    expect(await everything()).toEqual(before);
  });

  it("ignores fields it does not know, and neither stores nor sends them", async () => {
    world = await makeWorld(backend);
    ({ ann } = world);
    const extra = { unknown: "secret-unknown", ["__proto__"]: { polluted: true }, constructor: 1 };
    const reply = await ann.done(action, { ...good(), ...extra });
    expect(JSON.stringify(reply)).not.toContain("unknown");
    expect(JSON.stringify(await everything())).not.toContain("secret-unknown");
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("a value beyond a limit", () => {
  const send = (fields: object) => ({ room_id: world.room, message: "hi", ...fields });
  const nested = (depth: number) =>
    JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`) as object;

  it.each([
    ["message", () => send({ message: "x".repeat(LIMITS.messageCharacters + 1) })],
    ["attachments", () => send({ attachments: Array.from({ length: 11 }, () => "a") })],
    ["attachments", () => send({ attachments: ["x".repeat(8_192)] })],
    ["reply_message", () => send({ reply_message: { text: "x".repeat(4_096) } })],
    ["first_name", () => send({ first_name: "x".repeat(101) })],
  ])("in %s of a message is TOO_LARGE", async (field, payload) => {
    const error = await ann.refused("sendMessage", payload());
    expect(error).toMatchObject({ code: "TOO_LARGE", issues: [{ path: field }] });
  });

  it("begins just beyond it: a value at the limit is accepted", async () => {
    await ann.done("sendMessage", send({ message: "x".repeat(LIMITS.messageCharacters) }));
    await ann.done("sendMessage", send({ attachments: ["x".repeat(8_188)] }));
    await ann.done("sendMessage", send({ reply_message: nested(99) }));
  });

  it("in recipients of a new conversation is TOO_LARGE, and none is BAD_REQUEST", async () => {
    const ids = Array.from({ length: 257 }, (_, i) => `r${i}`);
    const to = (recipient_id: unknown) => ({ recipient_id, message: { message: "hi" } });
    expect((await ann.refused("sendNewMessage", to(ids))).code).toBe("TOO_LARGE");
    expect((await ann.refused("sendNewMessage", to([]))).code).toBe("BAD_REQUEST");
  });

  it("in depth of nested JSON is refused, however deep", async () => {
    for (const depth of [101, 4_000]) {
      const text = JSON.stringify({ action: "sendMessage", ...send({}), reply_message: 0 }).replace(
        '"reply_message":0',
        `"reply_message":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`,
      );
      expect((await errorFor(text)).code).toBe("BAD_REQUEST");
    }
  });
});

describe("an id that a client may not choose", () => {
  it("is the server's kind of message id, or no id at all", async () => {
    for (const _id of [
      "000000000001aaaaaaaaaaaa",
      "000ABCDEF001AAAAAAAAAAAA",
      "",
      "a b",
      "é",
      "x".repeat(129),
    ]) {
      const error = await ann.refused("sendMessage", { room_id: world.room, message: "hi", _id });
      expect(error, _id).toMatchObject({ code: "BAD_REQUEST", issues: [{ path: "_id" }] });
    }
  });

  it("is the server's kind of room id", async () => {
    for (const _id of ["p2p.mine", "new.mine"]) {
      const group = { _id, room_name: "Mine", recipients: [] };
      expect(await ann.refused("createGroup", group)).toMatchObject({ code: "BAD_REQUEST" });
    }
  });

  it("is one that is taken: another's message in the room, another's group", async () => {
    const { bob, room, chosen } = world;
    const message = { room_id: room, message: "mine", _id: chosen };
    expect((await bob.refused("sendMessage", message)).code).toBe("CONFLICT");
    const group = { _id: room, room_name: "Mine", recipients: [] };
    expect((await bob.refused("createGroup", group)).code).toBe("CONFLICT");
  });
});

describe("the rules", () => {
  it("every action on a message that the room does not have is NOT_FOUND", async () => {
    const { room } = world;
    for (const id of ["no-such-message", "000000000001ffffffffffff", "000fffffffffffffffffffff"]) {
      const about = { room_id: room, message_id: id };
      for (const [action, payload] of [
        ["deleteMessage", about],
        ["editMessage", { ...about, message: "new" }],
        ["messageSeen", about],
        ["pinMessage", { room_id: room, _id: id, pin_message: true }],
      ] as const) {
        expect((await ann.refused(action, payload)).code, `${action} ${id}`).toBe("NOT_FOUND");
      }
    }
  });

  it("only its sender edits a message, and only its sender or the owner deletes it", async () => {
    const own = await makeWorld(backend);
    const theirs = { room_id: own.room, message_id: own.chosen };
    expect((await own.bob.refused("deleteMessage", theirs)).code).toBe("FORBIDDEN");
    expect((await own.bob.refused("editMessage", { ...theirs, message: "x" })).code).toBe(
      "FORBIDDEN",
    );
    expect(await own.ann.done("deleteMessage", { ...theirs, message_id: own.made })).toMatchObject({
      user_id: own.ann.id,
    });
  });

  it("a deleted message is not edited or pinned, and deleting it again has the first result", async () => {
    const own = await makeWorld(backend);
    const about = { room_id: own.room, message_id: own.chosen };
    await own.ann.done("pinMessage", SCENARIOS.pinMessage(own));
    const first = await own.ann.done("deleteMessage", about);
    expect(await own.ann.done("deleteMessage", about)).toEqual(first);
    expect((await own.ann.refused("editMessage", { ...about, message: "x" })).code).toBe(
      "NOT_FOUND",
    );
    const pin = await own.ann.refused("pinMessage", SCENARIOS.pinMessage(own));
    expect(pin.code).toBe("NOT_FOUND");
  });

  it("pinning or unpinning again has the first result", async () => {
    const own = await makeWorld(backend);
    for (const pin_message of [true, false]) {
      const pin = { room_id: own.room, _id: own.chosen, pin_message };
      const first = await own.ann.done("pinMessage", pin);
      expect(await own.bob.done("pinMessage", pin)).toEqual(first);
    }
    const next = await own.ann.done("sendMessage", { room_id: own.room, message: "next" });
    expect(next.rev).toBe(5);
  });

  it("a message may be empty only with an attachment, as sent and as edited", async () => {
    const own = await makeWorld(backend);
    const empty = { room_id: own.room, message: "" };
    for (const message of ["", " \u200b\u3164 "]) {
      const said = { ...empty, message };
      expect((await own.ann.refused("sendMessage", said)).code).toBe("BAD_REQUEST");
      const edit = await own.ann.refused("editMessage", { ...said, message_id: own.chosen });
      expect(edit).toMatchObject({ code: "BAD_REQUEST", issues: [{ path: "message" }] });
    }
    await own.ann.done("sendMessage", { ...empty, attachments: [{ url: "x" }], _id: "photo" });
    await own.ann.done("editMessage", { ...empty, message_id: "photo" });
  });

  it("nobody is a pair with themselves", async () => {
    const error = await ann.refused("sendNewMessage", {
      recipient_id: ann.id,
      message: { message: "me" },
    });
    expect(error).toMatchObject({ code: "BAD_REQUEST", issues: [{ path: "recipient_id" }] });
  });

  it("a room has a hundred pins at most, also when two pin the last one at once", async () => {
    const own = await makeWorld(backend);
    const ids = Array.from({ length: 101 }, (_, i) => `pin-${i}`);
    const pin = (_id: string) => ({ room_id: own.room, _id, pin_message: true });
    for (const _id of ids) {
      await own.ann.done("sendMessage", { room_id: own.room, message: "pin me", _id });
    }
    for (const _id of ids.slice(0, 99)) await own.ann.done("pinMessage", pin(_id));
    const last = await Promise.all([
      own.ann.ask("pinMessage", pin("pin-99")),
      own.bob.ask("pinMessage", pin("pin-100")),
    ]);
    expect(last.map(({ event }) => event).sort()).toEqual(["error", "pin_message"]);
    expect(last.find(({ event }) => event === "error")?.data).toMatchObject({ code: "TOO_LARGE" });
    await own.ann.done("pinMessage", { ...pin("pin-0"), pin_message: false });
    await own.ann.done("pinMessage", pin("pin-0"));
  });
});
