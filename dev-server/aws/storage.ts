// The bucket of uploaded files, on a configured S3 or the one in this process.
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { UPLOADED } from "../../lambdas/names.ts";
import type { Admit } from "../../local/loopback.ts";
import { openStorage } from "../../local/storage/storage.ts";
import { AT_FIRST, EndpointError } from "./endpoint-error.ts";
import { accountOf } from "./environment.ts";

const BUCKET = "parley-files";

export interface FileService {
  readonly bucket: string;
  /** The bucket's URL, for browsers too. */
  readonly url: string;
  /** Answers a request for the bucket; resolves to false for any other. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  close(): Promise<void>;
}

interface Options {
  /** An S3 to use instead of the one in this process. */
  readonly endpoint?: string | undefined;
  /** The URL of this process, for other machines too. */
  readonly httpUrl: string;
  /** Whether a page may read the response to its request (CORS). */
  readonly admit: Admit;
  readonly dataDir?: string | undefined;
}

/** Opens the bucket. @throws EndpointError, DataFolderError */
export async function openFiles(options: Options): Promise<FileService> {
  const { endpoint, httpUrl, dataDir, admit } = options;
  if (endpoint !== undefined) {
    await makeBucket(endpoint);
    return {
      bucket: BUCKET,
      url: `${endpoint.replace(/\/$/, "")}/${BUCKET}`,
      handle: () => Promise.resolve(false),
      close: () => Promise.resolve(),
    };
  }
  const storage = await openStorage({
    bucket: BUCKET,
    folder: dataDir === undefined ? undefined : join(dataDir, "files"),
    account: accountOf(process.env),
    admit,
    unnamed: UPLOADED,
  });
  return { bucket: BUCKET, url: `${httpUrl}/${BUCKET}`, ...storage };
}

/** Creates the bucket unless it exists. On a configured S3, its owner sets CORS and the lifecycle. */
async function makeBucket(endpoint: string): Promise<void> {
  const client = new S3Client({ endpoint, forcePathStyle: true, ...AT_FIRST });
  try {
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  } catch (error) {
    if (error instanceof Error && /^Bucket(AlreadyOwnedByYou|AlreadyExists)$/.test(error.name))
      return;
    throw new EndpointError("S3", endpoint, error);
  } finally {
    client.destroy();
  }
}
