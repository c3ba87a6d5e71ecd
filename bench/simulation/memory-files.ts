// An in-memory implementation of `Files`: the uploaded files, and which of them are kept.

import type { Files, UploadLimits } from "../../lambdas/chat/files.ts";

export interface MemoryFiles extends Files {
  /** The uploaded files: by key, whether the file is kept. */
  readonly uploaded: Map<string, boolean>;
}

export function memoryFiles(
  accepts: UploadLimits = { maxBytes: 1_000_000, types: ["*"] },
): MemoryFiles {
  const uploaded = new Map<string, boolean>();
  return {
    uploaded,
    accepts,
    upload: ({ key }, now) =>
      Promise.resolve({ form: { url: "https://files/", fields: { key } }, expiresAt: now + 1_000 }),
    download: (key, now) =>
      Promise.resolve({ url: `https://files/${key}`, expiresAt: now + 1_000 }),
    keep(key) {
      const isThere = uploaded.has(key);
      if (isThere) uploaded.set(key, true);
      return Promise.resolve(isThere);
    },
    remove(key) {
      uploaded.delete(key);
      return Promise.resolve();
    },
  };
}
