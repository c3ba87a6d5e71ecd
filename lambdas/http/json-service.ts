// A service of AWS that takes JSON by POST, signed and sent as posts to connections are: each of AWS's clients would add
// some 30 KB to the bundles of all actions.

import { exchange } from "./exchange.ts";
import { signerOf } from "./signer.ts";

export interface JsonService {
  /** Where it is, as `https://<host>`. */
  readonly endpoint: string;
  /** Its name in signatures. */
  readonly service: string;
  /** What stands before an operation in the header that names it. */
  readonly target: string;
  /** Of AWS's JSON protocol. */
  readonly version: "1.0" | "1.1";
}

export interface JsonAnswer {
  readonly statusCode: number;
  readonly text: string;
}

/** Calls an operation. Rejects as `exchange` does, where no answer came within `limitMs` milliseconds. */
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
