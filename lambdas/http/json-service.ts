// A client for AWS services that accept JSON by POST. Requests are signed and sent as posts to connections are:
// each of AWS's own clients would add some 30 KB to the bundles of all actions.

import { exchange } from "./exchange.ts";
import { signerOf } from "./signer.ts";

export interface JsonService {
  /** The service's URL, as `https://<host>`. */
  readonly endpoint: string;
  /** The service's name in signatures. */
  readonly service: string;
  /** The prefix of operations in the header `X-Amz-Target`. */
  readonly target: string;
  /** The version of AWS's JSON protocol. */
  readonly version: "1.0" | "1.1";
}

export interface JsonAnswer {
  readonly statusCode: number;
  readonly text: string;
}

/** Calls an operation. Resolves to any answer; rejects as `exchange` does if there is none within `limitMs` ms. */
export type CallOperation = (
  operation: string,
  input: object,
  limitMs: number,
) => Promise<JsonAnswer>;

export function jsonService({ endpoint, service, target, version }: JsonService): CallOperation {
  const { protocol, hostname, port, host } = new URL(endpoint);
  const signer = signerOf(service);
  return async (operation, input, limitMs) => {
    const body = JSON.stringify(input);
    const request = {
      method: "POST",
      protocol,
      hostname,
      ...(port && { port: Number(port) }),
      path: "/",
      headers: {
        host,
        "content-type": `application/x-amz-json-${version}`,
        "x-amz-target": `${target}.${operation}`,
        "content-length": String(Buffer.byteLength(body)),
      },
      body,
    };
    const { headers } = await signer.sign(request);
    const answer = await exchange({ ...request, headers }, { limitMs });
    return { statusCode: answer.statusCode, text: Buffer.from(answer.body).toString() };
  };
}
