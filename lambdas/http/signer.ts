// Signs requests to AWS: one signer per service and container, which derives its key once a day.

import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";

/** Signs with the credentials of this process, which the AWS SDK's provider finds, caches, and renews in time. */
export const signerOf = (service: string): SignatureV4 =>
  new SignatureV4({
    service,
    region,
    credentials: defaultProvider(),
    sha256: Sha256,
    // The signature covers the body itself; only S3 requires a header with the body's hash.
    applyChecksum: false,
  });

/** A signer for S3, whose signatures escape paths only once. Forms also need its credentials and region. */
export async function s3Signer() {
  const [credentials, where] = await Promise.all([s3Credentials(), region()]);
  const signer = new SignatureV4({
    service: "s3",
    region: where,
    credentials,
    sha256: Sha256,
    applyChecksum: false,
    uriEscapePath: false,
  });
  return { signer, credentials, region: where };
}

const s3Credentials = defaultProvider();

function region(): Promise<string> {
  const { AWS_REGION } = process.env;
  return AWS_REGION
    ? Promise.resolve(AWS_REGION)
    : Promise.reject(new Error("The environment variable AWS_REGION is not set."));
}
