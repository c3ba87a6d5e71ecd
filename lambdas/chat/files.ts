// The port to file storage. `lambdas/files` implements it. Any method may fail as S3 does.

import type { Attachment } from "../../protocol/attachment.ts";

/** A form that stores one file. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Until when what was signed can be used, in epoch milliseconds. */
interface Expiring {
  readonly expiresAt: number;
}

export interface Files {
  /** What this deployment takes. */
  readonly accepts: UploadLimits;
  /** A form for exactly this file. What is uploaded by it is removed after a day unless it is kept. */
  upload(file: Attachment, now: number): Promise<{ readonly form: UploadForm } & Expiring>;
  /** Where a file can be read. Whether there is one shows when it is read. */
  download(key: string, now: number): Promise<{ readonly url: string } & Expiring>;
  /** Keeps an uploaded file until it is removed; once or more often. False if there is none. */
  keep(key: string): Promise<boolean>;
  /** Removes a file, if it is there. */
  remove(key: string): Promise<void>;
}

export interface UploadLimits {
  readonly maxBytes: number;
  /** Media types, or all of a kind, as in `image/*`; `*` stands for all. */
  readonly types: readonly string[];
}
