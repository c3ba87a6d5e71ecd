// Lambda's Invoke API: invokes a function by name, if the request is signed with this machine's keys. An error that the
// function throws is returned with status 200, like a result, and with the header `X-Amz-Function-Error`.
import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { parseJson } from "../protocol/json.ts";
import type { Handler } from "./gateway/handler.ts";
import { signatureFault } from "./gateway/signature.ts";
import type { Account } from "./sigv4.ts";

const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?|$)/;

/** Lambda's limit of a payload. */
const MOST_BYTES = 6 * 1024 * 1024;

export interface Functions {
  readonly account: () => Account;
  /** Returns the function with this name, if there is one. */
  readonly find: (name: string) => Handler | undefined;
  /** The functions' timeout. */
  readonly timeoutMs: number;
}

/** Answers Invoke requests; resolves to false for any other. */
export const invokeApi =
  ({ account, find, timeoutMs }: Functions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const name = PATH.exec(request.url ?? "")?.[1];
    if (name === undefined || request.method !== "POST") return false;
    const body = await readBody(request);
    const answer = (status: number, content: unknown, headers = {}) => {
      response.writeHead(status, {
        "Content-Type": "application/json",
        "x-amzn-RequestId": randomUUID(),
        Date: new Date().toUTCString(),
        ...headers,
      });
      response.end(JSON.stringify(content ?? null));
      return true;
    };
    const refuse = (status: number, type: string, message: string) =>
      answer(status, { Type: "User", Message: message }, { "x-amzn-ErrorType": type });

    if (!body) return refuse(413, "RequestTooLargeException", "The payload is over 6 MB.");
    const bodyHash = createHash("sha256").update(body).digest("hex");
    const fault = signatureFault(request, bodyHash, account(), "lambda");
    if (fault !== undefined) return refuse(403, "AccessDeniedException", fault);
    const handler = find(decodeURIComponent(name));
    if (!handler) return refuse(404, "ResourceNotFoundException", `Function not found: ${name}`);
    const event = parseJson(body.toString("utf8") || "null");
    if (event === undefined) {
      return refuse(
        400,
        "InvalidRequestContentException",
        "Could not parse request body into json",
      );
    }

    const started = Date.now();
    try {
      const result: unknown = await handler(event, {
        awsRequestId: randomUUID(),
        functionName: name,
        getRemainingTimeInMillis: () => started + timeoutMs - Date.now(),
      });
      return answer(200, result);
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      return answer(200, { errorType, errorMessage }, { "X-Amz-Function-Error": "Unhandled" });
    }
  };

/** The whole body; undefined if it is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) chunks.push(chunk);
  }
  return bytes <= MOST_BYTES ? Buffer.concat(chunks) : undefined;
}
