// Files in an S3 bucket, without the AWS SDK's client: forms and URLs are only signatures, keeping and removing a file
// are one signed `DELETE` each (docs/decisions/0032).

import type { Attachment } from "../../protocol/attachment.ts";
import type { Files, UploadLimits } from "../chat/files.ts";
import { exchange } from "../http/exchange.ts";
import { formOf, type Bucket } from "./form.ts";
import { presigned, type ObjectAddress } from "./presign.ts";

interface Options extends Omit<Bucket, "base"> {
  /** The bucket's URL: `https://<bucket>.s3.<region>.amazonaws.com`, or `http://localhost:3000/<bucket>`. */
  readonly url: string;
  readonly accepts: UploadLimits;
}

const SECOND = 1_000;
/** The time to begin an upload, long enough for several that wait for each other. */
const UPLOAD_MS = 15 * 60 * SECOND;
/** Short, because anybody who has the URL can read the file, a member or not. */
const DOWNLOAD_MS = 5 * 60 * SECOND;

/** The request is sent at once: its validity only allows for a difference between the clocks. */
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

  /**
   * Deletes an object, or its tags, and returns the status. Without an answer, or with a 5xx, it tries three times,
   * then throws.
   */
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

    // The bucket's lifecycle removes uploads by their tag: without its tags, a file stays.
    async keep(key) {
      const status = await remove(place(key, { tagging: "" }));
      if (status < 300) return true;
      // S3 answers 403 for a missing object if the role may not list the bucket.
      if (status === 404 || status === 403) return false;
      throw new BucketError(status);
    },

    async remove(key) {
      const status = await remove(place(key));
      if (status >= 300 && status !== 404) throw new BucketError(status);
    },
  };
}

/** An unexpected status of S3. */
class BucketError extends Error {
  override readonly name = "BucketError";
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(status: number) {
    super(`S3 answered with ${status}.`);
    this.$metadata = { httpStatusCode: status };
  }
}
