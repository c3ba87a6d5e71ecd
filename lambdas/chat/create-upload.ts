// `createUpload`: signs a form that uploads one file, for a later message.

import { all } from "./all.ts";
import { keyOf } from "./attachments.ts";
import { badField, ChatError } from "./errors.ts";
import type { UploadLimits } from "./files.ts";
import { pay } from "./limits.ts";
import { authorizeMember } from "./authorize.ts";
import type { UseCase } from "./request.ts";
import { iso } from "./wire.ts";

const BYTES_PER_TOKEN = 1024 * 1024;

export const createUpload: UseCase<"createUpload"> = async ({ room_id, ...file }, request) => {
  const { caller, files } = request;
  check(file, files.accepts);
  await all([
    authorizeMember(request, room_id),
    pay(request, "uploads", 1 + file.size / BYTES_PER_TOKEN),
  ]);
  const key = keyOf(request, [room_id, caller.userId], file, request.nonce());
  const attachment = { key, ...file };
  const { form, expiresAt } = await files.upload(attachment, request.now());
  return {
    event: "upload",
    data: {
      upload: { url: form.url, fields: { ...form.fields } },
      attachment,
      expires_at: iso(expiresAt),
    },
    repeatable: true,
  };
};

function check(
  { size, content_type: type }: { size: number; content_type: string },
  { maxBytes, types }: UploadLimits,
): void {
  if (size > maxBytes) throw new ChatError("TOO_LARGE", `A file has at most ${maxBytes} bytes.`);
  const [kind = ""] = type.split("/");
  if (["*", `${kind}/*`, type].some((each) => types.includes(each))) return;
  throw badField("content_type", `must be one of ${types.join(", ")}`);
}
