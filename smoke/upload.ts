// Uploads files as a browser does.

import { strictEqual } from "node:assert/strict";
import type { EventData } from "../protocol/actions.ts";
import type { TestUser } from "./test-user.ts";

export type Upload = EventData<"createUpload">;

/** Posts the form of an upload. `changed` adds form fields or replaces them. */
export function postForm(
  { upload }: Upload,
  content: Uint8Array | string,
  changed: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...upload.fields, ...changed })) {
    form.append(name, value);
  }
  form.append("file", new Blob([content]), "whatever.png");
  return fetch(upload.url, { method: "POST", body: form });
}

interface Passing {
  readonly from: TestUser;
  readonly to: TestUser;
  readonly room: string;
}

/**
 * Sends a file to a room, reads it as another member, deletes its message, and checks that the file is deleted too.
 * Rejects if any of this fails.
 */
export async function shareFile({ from, to, room }: Passing): Promise<void> {
  const text = "Tea at four";
  const file = { name: "tea.txt", content_type: "text/plain", size: text.length };
  const upload = (await from.done("createUpload", { room_id: room, ...file })) as unknown as Upload;
  strictEqual((await postForm(upload, text)).status, 204);
  const sent = { room_id: room, message: "", attachments: [upload.attachment] };
  const { _id } = await from.done("sendMessage", sent);
  const { url } = await to.done("getDownload", { room_id: room, key: upload.attachment.key });
  strictEqual(await (await fetch(String(url))).text(), text);
  await from.done("deleteMessage", { room_id: room, message_id: _id });
  strictEqual((await fetch(String(url))).ok, false);
}
