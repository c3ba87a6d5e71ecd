// Parses a multipart form with one file, as a browser posts it to S3.
import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { Busboy, type BusboyHeaders } from "@fastify/busboy";
import { StorageError } from "./fauxqs-store.ts";
import type { Fields } from "./policy.ts";

export interface Form {
  /** The fields before the file: S3 ignores fields after it. */
  readonly fields: Fields;
  readonly file: Buffer;
}

const tooLarge = () =>
  new StorageError(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.");

/** Reads a form whose file has at most `mostBytes` bytes. Rejects with S3's error. */
export function readForm(request: IncomingMessage, mostBytes: number): Promise<Form> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    const parser = new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { files: 1, fileSize: mostBytes },
    });
    parser.on("field", (name, value) => fields.set(name.toLowerCase(), value));
    parser.on("file", (_name, stream) => {
      const before = new Map(fields);
      stream.on("limit", () => {
        reject(tooLarge());
      });
      buffer(stream).then((file) => {
        resolve({ fields: before, file });
      }, reject);
    });
    parser.on("error", reject);
    parser.on("finish", () => {
      // Without effect if there was a file.
      reject(new StorageError(400, "InvalidArgument", "POST requires exactly one file upload."));
    });
    request.on("error", reject).pipe(parser);
  });
}
