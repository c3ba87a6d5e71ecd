// The Lambda of `getDownload`.

import { getDownload as action } from "../protocol/get-download.ts";
import { getDownload } from "./chat/get-download.ts";
import { actionHandler } from "./runtime/action-handler.ts";
import { files } from "./runtime/files.ts";

export const handler = actionHandler(action, getDownload, { files });
