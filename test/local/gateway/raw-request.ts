// Requests to @connections that the AWS SDK would not make.
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import aws4 from "aws4";
import type { Gateway } from "../../../local/gateway/gateway.ts";

export const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

export interface Raw {
  method?: string;
  body?: string;
  headers?: Record<string, string>;
  /** What the signature is of, where that is not what is sent. */
  signed?: { service?: string; region?: string; path?: string; method?: string; body?: string };
  credentials?: typeof CREDENTIALS;
}

/** A request that the SDK would not make. */
export async function raw(gateway: Gateway, path: string, sent: Raw = {}) {
  const { method = "GET", body, headers = {}, signed = {}, credentials = CREDENTIALS } = sent;
  const { host } = new URL(gateway.endpoint);
  const wanted = {
    ...{ host, path, method, service: "execute-api", region: "us-east-1" },
    ...(body !== undefined && { body }),
    headers: { "content-type": "text/plain", ...headers },
    ...signed,
  };
  const options = aws4.sign(wanted, credentials);
  const sending = request(new URL(path, gateway.endpoint), {
    ...{ method, headers: { ...options.headers, ...headers } },
  });
  sending.end(body);
  const [response] = (await once(sending, "response")) as [IncomingMessage];
  const answer = await text(response);
  return {
    status: response.statusCode,
    type: response.headers["x-amzn-errortype"],
    requestId: response.headers["x-amzn-requestid"],
    body: answer === "" ? undefined : (JSON.parse(answer) as Record<string, unknown>),
  };
}
