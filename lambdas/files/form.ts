// A form that stores one file: S3's "presigned POST". Its policy lists all fields of the form, so S3 accepts no other
// key, type, size or header.

import type { Attachment } from "../../protocol/attachment.ts";
import type { UploadForm } from "../chat/files.ts";
import { s3Signer } from "../http/signer.ts";
import { dispositionOf } from "./disposition.ts";

export interface Bucket {
  readonly bucket: string;
  readonly base: URL;
  /** The tag of new uploads. The bucket's lifecycle removes files that still have it. */
  readonly unnamed: { readonly tag: string; readonly value: string };
}

interface Times {
  readonly now: number;
  readonly expiresAt: number;
}

/** The form for a file, its fields in an order that S3 accepts. The client adds `file` as the last field. */
export async function formOf(
  { key, content_type, name, size }: Attachment,
  { bucket, base, unnamed }: Bucket,
  { now, expiresAt }: Times,
): Promise<UploadForm> {
  const { signer, credentials, region } = await s3Signer();
  const { accessKeyId, sessionToken } = credentials;
  const stamp = isoSeconds(now).replace(/[-:]/g, "");
  const fields = {
    key,
    "Content-Type": content_type,
    "Content-Disposition": dispositionOf(name, content_type),
    tagging: taggingOf(unnamed),
    bucket,
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${accessKeyId}/${stamp.slice(0, 8)}/${region}/s3/aws4_request`,
    "X-Amz-Date": stamp,
    ...(sessionToken && { "X-Amz-Security-Token": sessionToken }),
  };
  const policy = {
    expiration: isoSeconds(expiresAt),
    conditions: [
      ...Object.entries(fields).map(([field, value]) => ({ [field]: value })),
      ["content-length-range", size, size],
    ],
  };
  const encoded = Buffer.from(JSON.stringify(policy)).toString("base64");
  const signature = await signer.sign(encoded, { signingDate: new Date(now) });
  return { url: base.href, fields: { ...fields, Policy: encoded, "X-Amz-Signature": signature } };
}

const isoSeconds = (time: number): string => new Date(time).toISOString().replace(/\.\d+/, "");

const taggingOf = ({ tag, value }: Bucket["unnamed"]): string =>
  `<Tagging><TagSet><Tag><Key>${tag}</Key><Value>${value}</Value></Tag></TagSet></Tagging>`;
