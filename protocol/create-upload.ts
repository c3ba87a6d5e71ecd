// `createUpload`: permits the upload of one file, which a message can then attach.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { attachment } from "./attachment.ts";
import { id, time } from "./identifiers.ts";

export const createUpload = defineAction({
  name: "createUpload",
  summary:
    "Returns a form with which the caller, a member of the room, can upload one file for a later message of theirs.",
  payload: z.extend(z.omit(attachment, { key: true }), { room_id: id }),
  event: {
    name: "upload",
    data: z
      .object({
        upload: z
          .object({
            url: z.string().check(z.describe("The URL to which to POST the form.")),
            fields: z
              .record(z.string(), z.string())
              .check(
                z.describe("All fields of the form. Add `file`, the content, as the last one."),
              ),
          })
          .check(
            z.describe(
              "A `multipart/form-data` form, as its URL and fields. It can store only this file.",
            ),
          ),
        attachment,
        expires_at: time.check(z.describe("The time until which the upload may begin.")),
      })
      .check(z.describe("Permission to upload a file.")),
  },
  to: "caller",
  grants: { table: ["GetItem", "BatchGetItem", "UpdateItem"], files: ["put"] },
});
