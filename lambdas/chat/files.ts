// The port to file storage, implemented by `lambdas/files`. Any method may fail as S3 does.

import type { Attachment } from "../../protocol/attachment.ts";

/** A form that stores one file. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** When the signature expires, in epoch milliseconds. */
interface Expiring {
  readonly expiresAt: number;
}

export interface Files {
  /** The sizes and types that this deployment accepts. */
  readonly accepts: UploadLimits;
  /** A form for exactly this file. The uploaded file is removed after a day unless it is kept. */
  upload(file: Attachment, now: number): Promise<{ readonly form: UploadForm } & Expiring>;
  /** A URL from which the file can be read. It is signed even if there is no such file. */
  download(key: string, now: number): Promise<{ readonly url: string } & Expiring>;
  /** Keeps an uploaded file until it is removed. May be repeated. Returns false if there is no such file. */
  keep(key: string): Promise<boolean>;
  /** Removes a file; does nothing if there is none. */
  remove(key: string): Promise<void>;
}

export interface UploadLimits {
  readonly maxBytes: number;
  /** Media types, families such as `image/*`, or `*` for all. */
  readonly types: readonly string[];
}
