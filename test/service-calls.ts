// What the handlers of this process do with services other than the table and the queue, as grants name it: read off the
// requests that leave it. What they sign for clients, no request shows: that is taken from the functions that sign.

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import type { Files } from "../lambdas/chat/files.ts";
import { invocation } from "../lambdas/runtime/invocation.ts";

/** One of `Grants`, or one of its `files`. */
type Service = "post" | "close" | "publish" | "put" | "get" | "keep" | "remove";

export interface ServiceCall {
  readonly name: Service;
  /** Whether it was made for a frame of a client's: of the fan-out's and the operator's it was not. */
  readonly isOfFrame: boolean;
}

const SENT = "http.client.request.start";

/** Notes each call from now on, until `stop`. */
export function serviceCalls(files: Files): { calls: ServiceCall[]; stop(): void } {
  const calls: ServiceCall[] = [];
  const note = (name: Service): void => {
    calls.push({ name, isOfFrame: invocation().correlation_id !== undefined });
  };
  const noteSent = (message: unknown): void => {
    const name = nameOf((message as { request: ClientRequest }).request);
    if (name) note(name);
  };
  subscribe(SENT, noteSent);
  const [upload, download] = [files.upload.bind(files), files.download.bind(files)];
  const own = { ...files };
  files.upload = (...input) => {
    note("put");
    return upload(...input);
  };
  files.download = (...input) => {
    note("get");
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
