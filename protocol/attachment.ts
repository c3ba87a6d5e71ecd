// A file attached to a message: the sender's description of it, and the key under which it is stored.

import * as z from "zod/mini";
import { LIMITS } from "./limits.ts";
import { isBlank, text } from "./text.ts";

/** A file's name on the sender's device. Clients show it, and offer it for saving; it is never a path. */
export const fileName = text(LIMITS.fileNameCharacters).check(
  z.refine((value) => !isBlank(value), "must not be blank"),
  z.describe("The name of the file."),
);

// Lowercase, as browsers write it. No parameters, because the same type could then have two names.
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/;

export const mediaType = z
  .string()
  .check(
    z.regex(
      MEDIA_TYPE,
      "must be a media type in lowercase and without parameters, as in image/png",
    ),
    z.describe(
      "The file's media type, as in `image/png`; `application/octet-stream` if it is unknown.",
    ),
  );

const KEY = new RegExp(`^[A-Za-z0-9._:@|/-]{1,${LIMITS.fileKeyCharacters}}$`);

export const fileKey = z
  .string()
  .check(z.regex(KEY, "must be the key of an attachment of createUpload"));

export const attachment = z
  .object({
    key: fileKey.check(z.describe("The key of the stored file, for `getDownload`.")),
    name: fileName,
    content_type: mediaType,
    size: z.int().check(z.gte(1), z.describe("In bytes.")),
  })
  .register(z.globalRegistry, { description: "A file, as a message names it in `attachments`." });
export type Attachment = z.infer<typeof attachment>;
