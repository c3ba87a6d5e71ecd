// Computes the expected signature of a request as AWS does: signs it again, with the headers that its signature names.

import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Received } from "./server.ts";

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Resolves to the names of the signed headers and to the value that the `authorization` header must have. */
export async function signedAgain(
  { headers, url = "", body }: Received,
  service: string,
  credentials: Credentials,
): Promise<{ signedHeaders: string[]; authorization: string | undefined }> {
  const [, signed = ""] = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? "") ?? [];
  const signedHeaders = signed.split(";");
  const signer = new SignatureV4({
    service,
    region: "eu-central-1",
    credentials,
    sha256: Sha256,
    applyChecksum: false,
  });
  const again = await signer.sign(
    {
      method: "POST",
      protocol: "http:",
      hostname: "127.0.0.1",
      path: url,
      body,
      headers: Object.fromEntries(signedHeaders.map((name) => [name, String(headers[name])])),
    },
    { signingDate: timeOf(String(headers["x-amz-date"])) },
  );
  return { signedHeaders, authorization: again.headers.authorization };
}

const timeOf = (stamp: string): Date =>
  new Date(stamp.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
