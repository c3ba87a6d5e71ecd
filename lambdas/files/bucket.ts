// Files in a bucket of S3, without the AWS SDK's client: three of the four things that are done with them are no more than
// a signature (docs/decisions/0032).

import type { Attachment } from "../../protocol/attachment.ts";
import type { Files, UploadLimits } from "../chat/files.ts";
import { exchange } from "../http/exchange.ts";
import { formOf, type Bucket } from "./form.ts";
import { presigned, type ObjectAddress } from "./presign.ts";

interface Options extends Omit<Bucket, "base"> {
  /** Where the bucket is: `https://<bucket>.s3.<region>.amazonaws.com`, or `http://localhost:3000/<bucket>`. */
  readonly url: string;
  readonly accepts: UploadLimits;
}

const SECOND = 1_000;
/** Time to begin an upload, also where several wait for each other. */
const UPLOAD_MS = 15 * 60 * SECOND;
/** Short, since anybody who has the address can read the file, a member or not. */
const DOWNLOAD_MS = 5 * 60 * SECOND;

/** For a request that is sent at once: as far as clocks may differ. */
const REMOVAL_MS = 60 * SECOND;

const REQUEST_MS = 2 * SECOND;
const ATTEMPTS = 3;

export function bucketFiles({ url, accepts, ...bucket }: Options): Files {
  const base = new URL(url);
  const place = (key: string, query: Record<string, string> = {}): ObjectAddress => ({
    base,
    key,
    query,
  });

  /** Deletes what a key names. Its status; 5xx and a lost connection are tried three times. */
  async function remove(what: ObjectAddress): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      try {
        const now = new Date();
        const target = new URL(await presigned("DELETE", what, now, REMOVAL_MS));
        const { statusCode } = await exchange(
          {
            method: "DELETE",
            protocol: target.protocol,
            hostname: target.hostname,
            ...(target.port && { port: Number(target.port) }),
            path: target.pathname + target.search,
            headers: { host: target.host },
            body: "",
          },
          { limitMs: REQUEST_MS },
        );
        if (statusCode < 500) return statusCode;
        throw new BucketError(statusCode);
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  return {
    accepts,

    async upload(file: Attachment, now: number) {
      const expiresAt = now + UPLOAD_MS;
      const form = await formOf(file, { ...bucket, base }, { now, expiresAt });
      return { form, expiresAt };
    },

    async download(key, now) {
      const url = await presigned("GET", place(key), new Date(now), DOWNLOAD_MS);
      return { url, expiresAt: now + DOWNLOAD_MS };
    },

    // What is uploaded has a tag by which the bucket's lifecycle removes it: without its tags it stays.
    async keep(key) {
      const status = await remove(place(key, { tagging: "" }));
      if (status < 300) return true;
      // A role that may not list a bucket gets 403 for an object that is not there.
      if (status === 404 || status === 403) return false;
      throw new BucketError(status);
    },

    async remove(key) {
      const status = await remove(place(key));
      if (status >= 300 && status !== 404) throw new BucketError(status);
    },
  };
}

/** S3 answered otherwise than it should. */
class BucketError extends Error {
  override readonly name = "BucketError";
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(status: number) {
    super(`S3 answered with ${status}.`);
    this.$metadata = { httpStatusCode: status };
  }
}
