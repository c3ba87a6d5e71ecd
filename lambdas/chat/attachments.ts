// Checks the files that messages refer to. A file's key names its room and holds a digest of its uploader, name, type
// and size: `createUpload` signs a form only for exactly that file. So an attachment is checked without a request.

import type { Attachment } from "../../protocol/attachment.ts";
import { all } from "./all.ts";
import { badField } from "./errors.ts";
import type { Request } from "./request.ts";

type Digest = Pick<Request, "digest">;

const NONCE_DIGITS = 12;

// The prefix keeps a room named ".." from becoming a path segment that URLs resolve.
const prefixOf = (roomId: string): string => `room-${roomId}/`;

/** The key under which a user uploads a file for a room. */
export function keyOf(
  { digest }: Digest,
  [roomId, userId]: readonly [roomId: string, userId: string],
  { name, content_type, size }: Omit<Attachment, "key">,
  nonce: string,
): string {
  const vouched = JSON.stringify([roomId, userId, nonce, name, content_type, size]);
  return prefixOf(roomId) + nonce + digest(vouched);
}

/** Whether a key has the form of this room's keys. */
export const isInRoom = (roomId: string, key: string): boolean => {
  const prefix = prefixOf(roomId);
  return key.startsWith(prefix) && /^[0-9a-f]{44}$/.test(key.slice(prefix.length));
};

// Clients may send attachments of their own kind: only one with a key claims to be an uploaded file.
const claims = (attachment: unknown): attachment is Partial<Attachment> =>
  typeof attachment === "object" && attachment !== null && "key" in attachment;

function isVouchedFor(
  request: Digest,
  roomAndUser: readonly [roomId: string, userId: string],
  file: Partial<Attachment>,
): file is Attachment {
  const { key } = file;
  if (typeof key !== "string" || !isInRoom(roomAndUser[0], key)) return false;
  const nonce = key.slice(prefixOf(roomAndUser[0]).length).slice(0, NONCE_DIGITS);
  return key === keyOf(request, roomAndUser, file as Attachment, nonce);
}

/** The keys of the uploaded files that a user's message in a room refers to. Other attachments are ignored. */
export function filesOf(
  request: Digest,
  roomAndUser: readonly [roomId: string, userId: string],
  attachments: readonly unknown[],
): string[] {
  const files = attachments.filter(
    (each) => claims(each) && isVouchedFor(request, roomAndUser, each),
  );
  return [...new Set(files.map((each) => each.key))];
}

/** Throws BAD_REQUEST if an attachment has a key but is not the unchanged one of the caller's upload to this room. */
export function checkAttachments(
  request: Request,
  roomId: string,
  attachments: readonly unknown[],
): void {
  const roomAndUser = [roomId, request.caller.userId] as const;
  const wrong = attachments.findIndex(
    (each) => claims(each) && !isVouchedFor(request, roomAndUser, each),
  );
  if (wrong >= 0) {
    throw badField(
      `attachments.${wrong}`,
      "must be an attachment of createUpload, of the caller's own and for this room, unchanged",
    );
  }
}

/**
 * Keeps the files that the caller's message refers to. Call it before the message is stored: a message without its file
 * is worse than a file without its message. Throws BAD_REQUEST if a file was not uploaded.
 */
export async function keepFiles(
  request: Request,
  roomId: string,
  attachments: readonly unknown[],
): Promise<void> {
  const keys = filesOf(request, [roomId, request.caller.userId], attachments);
  const kept = await all(keys.map((key) => request.files.keep(key)));
  const missing = keys[kept.indexOf(false)];
  if (missing === undefined) return;
  const index = attachments.findIndex((each) => claims(each) && each.key === missing);
  throw badField(`attachments.${index}`, "has not been uploaded");
}
