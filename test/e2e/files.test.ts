// Files of rooms: uploaded to S3 by a form, named by messages, downloaded by members.

import { beforeAll, describe, expect, it, vi } from "vitest";
import { postForm, type Upload } from "../../smoke/upload.ts";
import { startWithAnnAndBob } from "./ann-and-bob.ts";

const PICTURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255, 13, 10]);

const { ann, bob } = await startWithAnnAndBob();
let rooms = 0;
let room: string;

async function newRoom(): Promise<void> {
  room = `files-${++rooms}`;
  await ann.done("createGroup", { _id: room, room_name: room, recipients: ["bob"] });
}

const asked = { name: "Kyoto.png", content_type: "image/png", size: PICTURE.length };

const createUpload = async (more: object = {}, who = ann): Promise<Upload> =>
  (await who.done("createUpload", { room_id: room, ...asked, ...more })) as Upload;

async function uploaded(more: object = {}): Promise<Upload["attachment"]> {
  const upload = await createUpload(more);
  expect((await postForm(upload, PICTURE)).status).toBe(204);
  return upload.attachment;
}

const send = (attachment: object, who = ann) =>
  who.ask("sendMessage", { room_id: room, message: "", attachments: [attachment] });

const download = async (key: string, who = bob) => {
  const { url } = await who.done("getDownload", { room_id: room, key });
  return await fetch(url as string);
};

const shown = "inline; filename=\"Kyoto.png\"; filename*=UTF-8''Kyoto.png";

describe("a file", () => {
  beforeAll(newRoom);

  it("goes from one member to another, as it was, under its name", async () => {
    const attachment = await uploaded();
    await send(attachment);
    const { data } = await bob.heard("message");
    expect(data).toMatchObject({ attachments: [attachment] });
    const response = await download(attachment.key);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(PICTURE);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": String(PICTURE.length),
      "content-disposition": shown,
      "x-content-type-options": "nosniff",
    });
  });

  it("that can run scripts is served as a download, never to be shown", async () => {
    const { key } = await uploaded({ name: "page.html", content_type: "text/html" });
    const { headers } = await download(key);
    expect(headers.get("content-disposition")).toMatch(/^attachment; /);
  });

  it("of 25 MB is taken whole; one byte more is refused before it is sent", async () => {
    const size = 25 * 1024 * 1024;
    const content = new Uint8Array(size).fill(7);
    const upload = await createUpload({ size, name: "film.mp4", content_type: "video/mp4" });
    expect((await postForm(upload, content)).status).toBe(204);
    const response = await download(upload.attachment.key);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    const refused = { room_id: room, ...asked, size: size + 1 };
    expect((await ann.refused("createUpload", refused)).code).toBe("TOO_LARGE");
  });

  it("goes with the message that names it", async () => {
    const attachment = await uploaded();
    const { _id } = (await send(attachment)).data as { _id: string };
    expect((await download(attachment.key)).status).toBe(200);
    await ann.done("deleteMessage", { room_id: room, message_id: _id });
    expect((await download(attachment.key)).status).toBe(404);
  });
});

describe("a form", () => {
  beforeAll(newRoom);

  it.each([
    ["a larger file", new Uint8Array(PICTURE.length + 1), {}, 400],
    ["a smaller file", PICTURE.subarray(1), {}, 400],
    ["another key", PICTURE, { key: "room-other/x" }, 403],
    ["another type", PICTURE, { "Content-Type": "text/html" }, 403],
    ["another disposition", PICTURE, { "Content-Disposition": "inline" }, 403],
    ["no tag to expire by", PICTURE, { tagging: "" }, 403],
    ["a field of its own", PICTURE, { acl: "public-read" }, 403],
    ["a policy of its own", PICTURE, { Policy: btoa("{}") }, 403],
  ])("stores nothing with %s", async (_, content, changed, status) => {
    const upload = await createUpload();
    expect((await postForm(upload, content, changed)).status).toBe(status);
    expect((await download(upload.attachment.key)).status).toBe(404);
  });

  it("stores nothing once it has expired", async () => {
    const upload = await createUpload();
    const later = Date.now() + 15 * 60_000 + 1;
    vi.useFakeTimers({ now: later, toFake: ["Date"] });
    const { status } = await postForm(upload, PICTURE);
    vi.useRealTimers();
    expect(status).toBe(403);
  });
});

describe("a download address", () => {
  beforeAll(newRoom);

  it("works for its method and its file only, and expires", async () => {
    const { key } = await uploaded();
    const { key: other } = await uploaded();
    const { url } = (await bob.done("getDownload", { room_id: room, key })) as { url: string };
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
    expect((await fetch(url.replace(key, other))).status).toBe(403);
    expect((await fetch(url.split("?")[0] ?? "")).status).toBe(403);
    vi.useFakeTimers({ now: Date.now() + 5 * 60_000 + 1_000, toFake: ["Date"] });
    const { status } = await fetch(url);
    vi.useRealTimers();
    expect(status).toBe(403);
  });

  it("is refused to a former member", async () => {
    const { key } = await uploaded();
    await ann.done("removeMember", { room_id: room, user_id: "bob" });
    const { code } = await bob.refused("getDownload", { room_id: room, key });
    expect(code).toBe("FORBIDDEN");
  });
});

describe("pages of other origins", () => {
  beforeAll(newRoom);

  it("of this machine may upload and read, with progress; others may not", async () => {
    const { upload } = await createUpload();
    const asks = (origin: string) =>
      fetch(upload.url, {
        method: "OPTIONS",
        headers: { Origin: origin, "Access-Control-Request-Method": "POST" },
      });
    const allowed = "access-control-allow-origin";
    const mine = "http://localhost:5173";
    expect((await asks(mine)).headers.get(allowed)).toBe(mine);
    expect((await asks("https://evil.example")).headers.get(allowed)).toBeNull();
  });
});
