// Requests to @connections that the AWS SDK would not make.
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Gateway } from "../../../local/gateway/gateway.ts";

export const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

export interface Raw {
  method?: string;
  body?: string;
  headers?: Record<string, string>;
  /** The parts of the signed request that differ from the request sent. */
  signed?: { service?: string; region?: string; path?: string; method?: string; body?: string };
  signedAt?: Date;
  credentials?: typeof CREDENTIALS;
}

/** Sends a request that the SDK would not make. */
export async function raw(gateway: Gateway, path: string, sent: Raw = {}) {
  const { method = "GET", body = "", headers, signed, signedAt = new Date() } = sent;
  const { service, region, ...wanted } = {
    service: "execute-api",
    region: "us-east-1",
    path,
    method,
    body,
    ...signed,
  };
  const { hostname, port } = new URL(gateway.endpoint);
  const signer = new SignatureV4({
    service,
    region,
    credentials: sent.credentials ?? CREDENTIALS,
    sha256: Sha256,
  });
  const host = `${hostname}:${port}`;
  const signature = await signer.sign(
    { ...wanted, protocol: "http:", hostname, headers: { host } },
    { signingDate: signedAt },
  );
  const sending = request({
    host: hostname,
    port,
    path,
    method,
    headers: { ...signature.headers, ...headers },
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
