// `createUpload`: permits the upload of one file, which a message can then attach.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { attachment } from "./attachment.ts";
import { id, time } from "./identifiers.ts";

export const createUpload = defineAction({
  name: "createUpload",
  summary: "Gives a member of a room leave to upload one file, for a message of theirs to name.",
  payload: z.extend(z.omit(attachment, { key: true }), { room_id: id }),
  event: {
    name: "upload",
    data: z
      .object({
        upload: z
          .object({
            url: z.string().check(z.describe("Where to POST the form to.")),
            fields: z
              .record(z.string(), z.string())
              .check(
                z.describe(
                  "The form's fields, all of them, before the last one: `file`, the content.",
                ),
              ),
          })
          .check(z.describe("A form, as `multipart/form-data`: it stores this file and no other.")),
        attachment,
        expires_at: time.check(z.describe("Until when the upload may begin.")),
      })
      .check(z.describe("Leave to upload a file.")),
  },
  to: "caller",
  grants: { table: ["GetItem", "BatchGetItem", "UpdateItem"], files: ["put"] },
});
