// Files: the permission to upload, the files that a message may name, and the time of their deletion.

import { beforeEach, describe, expect, it } from "vitest";
import { createUpload } from "../../lambdas/chat/create-upload.ts";
import { getMessages } from "../../lambdas/chat/get-messages.ts";
import { pairRoomId } from "../../lambdas/chat/make-room.ts";
import {
  ACTIONS,
  type EventData,
  type PayloadInput,
  type ActionName,
} from "../../protocol/actions.ts";
import type { Outcome, Request, UseCase } from "../../lambdas/chat/request.ts";
import { memoryFiles, type MemoryFiles } from "../../bench/simulation/memory-files.ts";
import { MemoryStore } from "../../bench/simulation/memory-store.ts";
import { randomFrom } from "../../bench/simulation/scheduler.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";
import { USE_CASES, type StoredAction } from "./use-cases.ts";

const FILE = { name: "a.png", content_type: "image/png", size: 3 };

let files: MemoryFiles;
let request: (userId: string) => Request;

beforeEach(async () => {
  files = memoryFiles({ maxBytes: 100, types: ["image/*", "application/pdf"] });
  const random = randomFrom(1);
  const store = new MemoryStore();
  let time = 0;
  request = (userId) =>
    simulatedRequest({ store, random, files, now: () => ++time }, userId, `c-${userId}`);
  for (const room of ["tea", "coffee", ".."]) {
    await act("createGroup", { _id: room, room_name: room, recipients: ["bob"] });
  }
});

async function act<Name extends StoredAction>(
  name: Name,
  payload: PayloadInput<Name>,
  userId = "ann",
): Promise<EventData<Name>> {
  const parsed = ACTIONS[name].payload.parse(payload);
  const useCase = USE_CASES[name] as UseCase<ActionName>;
  const outcome = (await useCase(parsed, request(userId))) as Outcome<Name>;
  return outcome.data;
}

async function uploaded(room_id = "tea", userId = "ann") {
  const { attachment } = await act("createUpload", { room_id, ...FILE }, userId);
  files.uploaded.set(attachment.key, false);
  return attachment;
}

const send = (attachments: object[], room_id = "tea", userId = "ann") =>
  act("sendMessage", { room_id, message: "", attachments: attachments as never }, userId);

const refused = (code: string) => expect.objectContaining({ code }) as unknown;

describe("createUpload", () => {
  it("gives each file a key of its own, in its room", async () => {
    const keys = await Promise.all([uploaded(), uploaded(), uploaded("..")]);
    expect(new Set(keys.map(({ key }) => key)).size).toBe(3);
    for (const { key } of keys) expect(key).toMatch(/^room-(tea|\.\.)\/[0-9a-f]{44}$/);
  });

  it("is for members, and shows nobody else whether the room exists", async () => {
    for (const room_id of ["tea", "nowhere"]) {
      await expect(act("createUpload", { room_id, ...FILE }, "eve")).rejects.toEqual(
        refused("FORBIDDEN"),
      );
    }
  });

  it("takes what the deployment takes: sizes up to its limit, and its types", async () => {
    const ask = (more: object) => act("createUpload", { room_id: "tea", ...FILE, ...more });
    await ask({ size: 100 });
    await ask({ content_type: "application/pdf" });
    await expect(ask({ size: 101 })).rejects.toEqual(refused("TOO_LARGE"));
    await expect(ask({ content_type: "application/zip" })).rejects.toEqual(refused("BAD_REQUEST"));
  });

  it("costs a token and another for each MB", async () => {
    const limited = { ...request("ann").limits, uploads: { burst: 1.5, perMinute: 1 } };
    const once = { ...request("ann"), limits: limited };
    const payload = ACTIONS.createUpload.payload.parse({ room_id: "tea", ...FILE });
    await createUpload(payload, once);
    await expect(createUpload(payload, once)).rejects.toEqual(refused("RATE_LIMITED"));
  });
});

describe("getDownload", () => {
  it("is for members of the room that the key is of", async () => {
    const { key } = await uploaded();
    expect(await act("getDownload", { room_id: "tea", key }, "bob")).toMatchObject({
      url: `https://files/${key}`,
    });
    await expect(act("getDownload", { room_id: "tea", key }, "eve")).rejects.toEqual(
      refused("FORBIDDEN"),
    );
    await expect(act("getDownload", { room_id: "coffee", key })).rejects.toEqual(
      refused("NOT_FOUND"),
    );
  });

  it.each(["x", "room-tea/", "room-tea/../room-coffee/x", `room-tea/${"0".repeat(43)}G`])(
    "gives no address for the key %s",
    async (key) => {
      await expect(act("getDownload", { room_id: "tea", key })).rejects.toEqual(
        refused("NOT_FOUND"),
      );
    },
  );
});

describe("a message", () => {
  it("keeps the files that it names, with whatever fields a client adds to them", async () => {
    const attachment = await uploaded();
    await send([{ ...attachment, width: 3, height: 2 }, { url: "https://elsewhere" }]);
    expect(files.uploaded.get(attachment.key)).toBe(true);
  });

  it.each([
    ["of another room", () => uploaded("coffee")],
    ["of another member", () => uploaded("tea", "bob")],
    ["with another size", async () => ({ ...(await uploaded()), size: 4 })],
    ["with another type", async () => ({ ...(await uploaded()), content_type: "text/html" })],
    ["with another name", async () => ({ ...(await uploaded()), name: "b.png" })],
    ["with a key of a client's own", async () => ({ ...(await uploaded()), key: "x" })],
    ["with a key that is no text", async () => ({ ...(await uploaded()), key: 7 })],
    [
      "that was not uploaded",
      () => act("createUpload", { room_id: "tea", ...FILE }).then(({ attachment }) => attachment),
    ],
  ])("names no file %s", async (_, attachment) => {
    const wrong = await attachment();
    await expect(send([{ note: "fine" }, wrong])).rejects.toMatchObject({
      code: "BAD_REQUEST",
      issues: [{ path: "attachments.1" }],
    });
    expect([...files.uploaded.values()]).not.toContain(true);
  });

  it("to users creates no conversation for a file of another room", async () => {
    const attachment = await uploaded();
    const message = { message: "", attachments: [attachment] };
    const first = { recipient_id: "bob", message };
    await expect(act("sendNewMessage", first)).rejects.toEqual(refused("BAD_REQUEST"));
    const pair = pairRoomId(request("ann"), ["ann", "bob"]);
    await expect(uploaded(pair)).rejects.toEqual(refused("FORBIDDEN"));
    await act("sendNewMessage", { recipient_id: "bob", message: { message: "hi" } });
    const own = await uploaded(pair);
    await act("sendNewMessage", { ...first, message: { message: "", attachments: [own] } });
    expect(files.uploaded.get(own.key)).toBe(true);
  });

  it("that is sent again does not check its files, which may be removed by now", async () => {
    const attachment = await uploaded();
    const payload = { room_id: "tea", _id: "m", message: "", attachments: [attachment] };
    await act("sendMessage", payload as never);
    await act("deleteMessage", { room_id: "tea", message_id: "m" });
    expect(await act("sendMessage", payload as never)).toMatchObject({ deleted: true });
  });
});

describe("while S3 is away", () => {
  const away = () => Promise.reject(new Error("S3 is away"));

  it("a message with a file is not stored, and is once it is sent again", async () => {
    const attachment = await uploaded();
    const payload = { room_id: "tea", _id: "m", message: "", attachments: [attachment] };
    const keep = files.keep.bind(files);
    files.keep = away;
    await expect(act("sendMessage", payload as never)).rejects.toThrow("S3 is away");
    expect(await messagesOf("tea")).toEqual([]);
    files.keep = keep;
    expect(await act("sendMessage", payload as never)).toMatchObject({ _id: "m", seq: 1 });
    expect(files.uploaded.get(attachment.key)).toBe(true);
  });

  it("a message with a file is not deleted, and others are", async () => {
    const { _id } = await send([await uploaded()]);
    const other = await act("sendMessage", { room_id: "tea", message: "no file" });
    files.remove = away;
    const deletion = (message_id: string) => act("deleteMessage", { room_id: "tea", message_id });
    await expect(deletion(_id)).rejects.toThrow("S3 is away");
    await deletion(other._id);
    expect(await messagesOf("tea")).toMatchObject([
      { _id, attachments: [{ name: "a.png" }] },
      { deleted: true },
    ]);
  });
});

async function messagesOf(room_id: string) {
  const payload = ACTIONS.getMessages.payload.parse({ room_id });
  return (await getMessages(payload, request("ann"))).data.messages;
}

describe("a deletion", () => {
  it("removes the files of the message, also if the owner deletes it, and no others", async () => {
    const [gone, stays] = [await uploaded("tea", "bob"), await uploaded("tea", "bob")];
    const { _id } = await send([gone], "tea", "bob");
    await send([stays], "tea", "bob");
    await act("deleteMessage", { room_id: "tea", message_id: _id });
    expect([...files.uploaded.keys()]).toEqual([stays.key]);
  });

  it("that is refused removes nothing", async () => {
    const attachment = await uploaded();
    const { _id } = await send([attachment]);
    const deletion = { room_id: "tea", message_id: _id };
    await expect(act("deleteMessage", deletion, "bob")).rejects.toEqual(refused("FORBIDDEN"));
    expect(files.uploaded.has(attachment.key)).toBe(true);
  });
});
