// Adapts the stored objects to fauxqs, which answers S3 requests for reading, listing, copying and deleting.
import type { BuildAppOptions } from "fauxqs";
import type { ObjectInfo, Objects } from "./objects.ts";

type S3Store = NonNullable<BuildAppOptions["stores"]>["s3Store"];
type S3Object = ReturnType<S3Store["getObject"]>;

/** An S3 error response. */
export class StorageError extends Error {
  override name = "StorageError";
  readonly code: string;
  readonly statusCode: number;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.code = code;
    this.statusCode = statusCode;
  }
}

/** A store with one bucket, which always exists. Multipart uploads are not supported. */
export function fauxqsStore(bucket: string, objects: Objects): S3Store {
  const check = (name: string): void => {
    if (name !== bucket) throw new StorageError(404, "NoSuchBucket", `There is no bucket ${name}.`);
  };
  const found = (name: string, key: string): ObjectInfo => {
    check(name);
    const info = objects.info(key);
    if (!info) throw new StorageError(404, "NoSuchKey", "The specified key does not exist.");
    return info;
  };
  const objectOf = ({ modifiedAt, ...info }: ObjectInfo): S3Object => ({
    ...info,
    lastModified: new Date(modifiedAt),
    // Read on access, because a list of objects does not need their bodies.
    get body() {
      return objects.read(info.key);
    },
  });
  const refused = (): never => {
    throw new StorageError(501, "NotImplemented", "This is a bucket of one program's files.");
  };
  const store: Omit<S3Store, "spy"> = {
    createBucket: check,
    deleteBucket: refused,
    hasBucket: (name) => name === bucket,
    listBuckets: () => [{ name: bucket, creationDate: new Date(0) }],
    putObject(name, key, body, contentType = "application/octet-stream", metadata = {}) {
      check(name);
      return objectOf(objects.put(key, body, { contentType, metadata }));
    },
    getObject: (name, key) => objectOf(found(name, key)),
    headObject: (name, key) => objectOf(found(name, key)),
    deleteObject(name, key) {
      check(name);
      objects.delete(key);
    },
    deleteObjects(name, keys) {
      check(name);
      for (const key of keys) objects.delete(key);
      return keys;
    },
    listObjects(name, { prefix = "", maxKeys = 1_000, startAfter = "", marker = "" } = {}) {
      check(name);
      const after = startAfter || marker;
      const listed = objects.list().filter(({ key }) => key.startsWith(prefix) && key > after);
      return {
        objects: listed.slice(0, maxKeys).map(objectOf),
        commonPrefixes: [],
        isTruncated: listed.length > maxKeys,
      };
    },
    createMultipartUpload: refused,
    uploadPart: refused,
    completeMultipartUpload: refused,
    abortMultipartUpload: refused,
    emptyBucket: refused,
    clearObjects: refused,
    purgeAll: refused,
  };
  // The class of fauxqs also has private fields, which are never read from outside.
  return store as S3Store;
}
