// Records the calls of this process's handlers to services other than the table and the queue, named as in `Grants`. It
// observes outgoing requests. Signing a URL for a client sends none, so the signing functions are wrapped.

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import type { Files } from "../lambdas/chat/files.ts";

/** A key of `Grants`, or of its `files`. */
type Service = "post" | "close" | "publish" | "put" | "get" | "keep" | "remove";

const SENT = "http.client.request.start";

/** Records every call until `stop` is called. */
export function serviceCalls(files: Files): { calls: Service[]; stop(): void } {
  const calls: Service[] = [];
  const noteSent = (message: unknown): void => {
    const name = nameOf((message as { request: ClientRequest }).request);
    if (name) calls.push(name);
  };
  subscribe(SENT, noteSent);
  const [upload, download] = [files.upload.bind(files), files.download.bind(files)];
  const own = { ...files };
  files.upload = (...input) => {
    calls.push("put");
    return upload(...input);
  };
  files.download = (...input) => {
    calls.push("get");
    return download(...input);
  };
  return {
    calls,
    stop() {
      unsubscribe(SENT, noteSent);
      Object.assign(files, own);
    },
  };
}

function nameOf(request: ClientRequest): Service | undefined {
  const { method, path } = request;
  if (path.includes("/@connections/")) return method === "DELETE" ? "close" : "post";
  if (request.getHeader("x-amz-target") === "AWSEvents.PutEvents") return "publish";
  if (method !== "DELETE") return undefined;
  return /[?&]tagging\b/.test(path) ? "keep" : "remove";
}
