// `getDownload`: returns a temporary URL of a room's file.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { fileKey } from "./attachment.ts";
import { id, time } from "./identifiers.ts";

export const getDownload = defineAction({
  name: "getDownload",
  summary: "Returns a URL from which a member of the room can download one of its files.",
  payload: z.object({
    room_id: id,
    key: fileKey.check(z.describe("The `key` of the attachment.")),
  }),
  event: {
    name: "download",
    data: z
      .object({
        url: z
          .string()
          .check(
            z.describe(
              "The URL for a GET. It needs no token: anyone who has it can download the file.",
            ),
          ),
        expires_at: time.check(z.describe("The time until which the download may begin.")),
      })
      .check(z.describe("The URL of a file.")),
  },
  to: "caller",
  grants: { table: ["GetItem", "BatchGetItem", "UpdateItem"], files: ["get"] },
});
