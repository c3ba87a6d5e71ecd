// `getDownload`: returns a temporary URL of a room's file.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { fileKey } from "./attachment.ts";
import { id, time } from "./identifiers.ts";

export const getDownload = defineAction({
  name: "getDownload",
  summary: "Tells a member of a room where one of its files can be downloaded.",
  payload: z.object({ room_id: id, key: fileKey.check(z.describe("The attachment's.")) }),
  event: {
    name: "download",
    data: z
      .object({
        url: z.string().check(z.describe("Downloads by GET; anyone who has it can use it.")),
        expires_at: time.check(z.describe("Until when the download may begin.")),
      })
      .check(z.describe("Where a file can be downloaded.")),
  },
  to: "caller",
  grants: { table: ["GetItem", "BatchGetItem", "UpdateItem"], files: ["get"] },
});
