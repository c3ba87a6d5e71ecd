// Sends an HTTP request and reads the response, over keep-alive connections. The AWS SDK's handler needs twice the CPU
// time for this; undici needs the least, but would double a bundle and its load time.

import { Agent as HttpAgent, request as requestByHttp } from "node:http";
import { Agent as HttpsAgent, request as requestByHttps } from "node:https";

export interface Outgoing {
  /** `http:` or `https:`. */
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

export interface Incoming {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

export interface Ending {
  /** The time limit for the whole exchange, in milliseconds. Beyond it, the exchange fails with a `TimeoutError`. */
  readonly limitMs?: number;
  /** Once it aborts, the exchange fails with an `AbortError`. */
  readonly signal?: AbortSignal | undefined;
}

// Unlimited sockets: a request that waits for one would use up its time limit. Callers limit their concurrent requests.
const KEPT_ALIVE = { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY };
const http = { agent: new HttpAgent(KEPT_ALIVE), request: requestByHttp };
const https = { agent: new HttpsAgent(KEPT_ALIVE), request: requestByHttps };

/** Resolves to the complete response, whatever its status. Rejects with Node's error, or one of those of `Ending`. */
export function exchange(
  { protocol, hostname, body, ...outgoing }: Outgoing,
  { limitMs, signal }: Ending = {},
): Promise<Incoming> {
  if (signal?.aborted) return Promise.reject(aborted());
  const { agent, request } = protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const { method, path, port, headers } = outgoing;
    const sent = request({ method, path, host: hostname, port, headers, agent });
    const abort = (): void => {
      sent.destroy(aborted());
    };
    signal?.addEventListener("abort", abort);
    const timer = limitMs && setTimeout(() => sent.destroy(timedOut(limitMs)), limitMs);
    const end = (): void => {
      signal?.removeEventListener("abort", abort);
      clearTimeout(timer);
    };
    const fail = (error: Error): void => {
      end();
      reject(error);
    };
    sent.on("error", fail).on("response", (response) => {
      const chunks: Uint8Array[] = [];
      response
        .on("data", (chunk: Uint8Array) => chunks.push(chunk))
        .on("error", fail)
        .on("end", () => {
          end();
          const { statusCode = 0, headers } = response;
          const [only = new Uint8Array()] = chunks;
          resolve({
            statusCode,
            headers: headers as Record<string, string>,
            body: chunks.length > 1 ? Buffer.concat(chunks) : only,
          });
        });
    });
    sent.end(body);
  });
}

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
const aborted = (): Error => named("AbortError", "The request was aborted.");
const timedOut = (ms: number): Error => named("TimeoutError", `No answer within ${ms} ms.`);
