// The Lambda of `createUpload`.

import { createUpload as action } from "../protocol/create-upload.ts";
import { createUpload } from "./chat/create-upload.ts";
import { actionHandler } from "./runtime/action-handler.ts";
import { files } from "./runtime/files.ts";

export const handler = actionHandler(action, createUpload, { files });
