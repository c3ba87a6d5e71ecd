// The bucket of uploaded files, for the Lambdas that use it.

import type { Files } from "../chat/files.ts";
import { bucketFiles } from "../files/bucket.ts";
import { DEFAULT_UPLOADS, type UploadSettings } from "../limits.ts";
import { ENVIRONMENT, UPLOADED } from "../names.ts";
import { requireEnv } from "./environment.ts";

const accepts: UploadSettings = {
  ...DEFAULT_UPLOADS,
  ...(JSON.parse(process.env[ENVIRONMENT.uploads] || "{}") as Partial<UploadSettings>),
};

export const files: Files = bucketFiles({
  bucket: requireEnv(ENVIRONMENT.filesBucket),
  url: requireEnv(ENVIRONMENT.filesUrl),
  accepts,
  unnamed: UPLOADED,
});
