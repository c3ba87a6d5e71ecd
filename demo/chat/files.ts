// Files of messages: uploaded directly to storage, and shown by temporary URLs.

import type { Chat } from "../../client/index.ts";
import { ChatError } from "../../client/index.ts";
import { wordsFor } from "../words.ts";

/** A file of a message. A picture has its dimensions, so that its space is reserved before it loads. */
export interface Attachment {
  readonly key: string;
  readonly name: string;
  readonly content_type: string;
  readonly size: number;
  readonly width?: number;
  readonly height?: number;
}

/** A file that is being uploaded. */
export interface Upload {
  readonly id: number;
  readonly file: File;
  /** From 0 to 1. */
  readonly progress: number;
  readonly attachment?: Attachment;
  readonly error?: string;
}

export interface Files {
  /**
   * Uploads a file for a message to a room. Rejects with an `Error` whose message is for the user, also when it is
   * aborted.
   */
  readonly upload: (
    room_id: string,
    file: File,
    on: { readonly progress: (part: number) => void; readonly signal: AbortSignal },
  ) => Promise<Attachment>;
  /** A URL of the file that is valid for at least some minutes. */
  readonly urlOf: (room_id: string, key: string) => Promise<string>;
}

/** A URL is renewed this long before it expires. */
const RENEWAL_MS = 60_000;

export function makeFiles(chat: Chat): Files {
  const downloads = new Map<string, Promise<{ url: string; expires_at: string }>>();

  return {
    async upload(room_id, file, { progress, signal }) {
      const size = await sizeOf(file);
      const { upload, attachment } = await chat
        .createUpload(
          { room_id, name: file.name, content_type: typeOf(file), size: file.size },
          { signal },
        )
        .catch((error: unknown) => {
          throw error instanceof ChatError ? new Error(wordsFor(error)) : error;
        });
      await post(upload, file, progress, signal);
      return { ...attachment, ...size };
    },
    async urlOf(room_id, key) {
      const known = await downloads.get(key)?.catch(() => undefined);
      if (known && Date.parse(known.expires_at) - Date.now() > RENEWAL_MS) return known.url;
      const download = chat.getDownload({ room_id, key });
      downloads.set(key, download);
      return (await download).url;
    },
  };
}

const typeOf = ({ type }: File): string =>
  /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/.test(type) ? type : "application/octet-stream";

/** A picture's dimensions, to reserve its space. */
async function sizeOf(file: File): Promise<{ width?: number; height?: number }> {
  if (!file.type.startsWith("image/")) return {};
  try {
    const { width, height } = await createImageBitmap(file);
    return { width, height };
  } catch {
    // Not a picture that this browser can decode.
    return {};
  }
}

/** Uses XMLHttpRequest, because `fetch` does not report progress. */
function post(
  { url, fields }: { url: string; fields: Readonly<Record<string, string>> },
  file: File,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.upload.onprogress = ({ loaded, total }) => {
      progress(total > 0 ? loaded / total : 0);
    };
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(new Error("The file was not taken."));
    };
    request.onerror = () => {
      reject(new Error("The file could not be sent."));
    };
    request.onabort = () => {
      reject(new Error("Cancelled."));
    };
    signal.addEventListener("abort", () => {
      request.abort();
    });
    request.send(form);
  });
}

/** The files among a message's attachments. */
export const filesIn = (attachments: readonly unknown[] = []): Attachment[] =>
  attachments.filter(
    (each): each is Attachment =>
      typeof each === "object" &&
      each !== null &&
      ["key", "name", "content_type"].every((field) => field in each),
  );

const PICTURES = /^image\/(png|jpeg|gif|webp|avif)$/;

/** Whether a file is shown inline. Types that can run scripts, such as SVG, are not. */
export const isPicture = ({ content_type, width, height }: Attachment): boolean =>
  PICTURES.test(content_type) && Number(width) > 0 && Number(height) > 0;

const UNITS = ["B", "KB", "MB", "GB"];

/** "340 B", "1.2 MB" */
export function sizeInWords(bytes: number): string {
  const power = bytes < 1_000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const size = bytes / 1_000 ** power;
  return `${size >= 10 || power === 0 ? Math.round(size) : size.toFixed(1)} ${UNITS[power] ?? ""}`;
}
