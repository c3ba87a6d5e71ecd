// Files of rooms: uploaded to S3 by a form, named by messages, downloaded by members.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBackend, type Backend } from "../backend.ts";
import type { Person } from "../person.ts";
import type { EventData } from "../../protocol/actions.ts";

type Upload = EventData<"createUpload">;

const PICTURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255, 13, 10]);

let backend: Backend;
let ann: Person;
let bob: Person;
let rooms = 0;
let room: string;

beforeAll(async () => {
  backend = await startBackend();
  [ann, bob] = await Promise.all([backend.join("ann"), backend.join("bob")]);
});

afterAll(() => backend.close());

async function newRoom(): Promise<void> {
  room = `files-${++rooms}`;
  await ann.done("createGroup", { _id: room, room_name: room, recipients: ["bob"] });
}

const asked = { name: "Kyoto.png", content_type: "image/png", size: PICTURE.length };

const createUpload = async (more: object = {}, who = ann): Promise<Upload> =>
  (await who.done("createUpload", { room_id: room, ...asked, ...more })) as Upload;

function post({ upload }: Upload, content: Uint8Array, changed: Record<string, string> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...upload.fields, ...changed })) {
    form.append(name, value);
  }
  form.append("file", new Blob([content]), "whatever.png");
  return fetch(upload.url, { method: "POST", body: form });
}

async function uploaded(more: object = {}): Promise<Upload["attachment"]> {
  const upload = await createUpload(more);
  expect((await post(upload, PICTURE)).status).toBe(204);
  return upload.attachment;
}

const send = (attachment: object, who = ann) =>
  who.ask("sendMessage", { room_id: room, message: "", attachments: [attachment] });

const download = async (key: string, who = bob) => {
  const { url } = await who.done("getDownload", { room_id: room, key });
  return await fetch(url as string);
};

describe("a file", () => {
  beforeAll(newRoom);

  it("goes from one member to another, as it was, under its name", async () => {
    const attachment = await uploaded();
    await send(attachment);
    const { data } = await bob.heard("message");
    expect(data).toMatchObject({ attachments: [attachment] });
    const response = await download(attachment.key);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(PICTURE);
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(response.headers.get("content-disposition")).toBe(
      "inline; filename=\"Kyoto.png\"; filename*=UTF-8''Kyoto.png",
    );
  });
});
