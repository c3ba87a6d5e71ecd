// The bucket of uploaded files: private, TLS only. Files that no message names within a day are deleted.

import { Duration, Validations } from "aws-cdk-lib";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
  type IBucket,
  type LifecycleRule,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { periodDays } from "../protocol/retention.ts";
import { UPLOADED } from "../lambdas/names.ts";
import type { Config } from "./config.ts";
import type { Encryption } from "./encryption.ts";
import { removalPolicyOf } from "./removal-policy.ts";

type Options = Pick<Config, "keepData" | "uploads" | "filesBucket" | "messageRetentionDays"> &
  Encryption;

export class Files extends Construct {
  readonly bucket: IBucket;
  /** The URL for uploads and downloads. */
  readonly url: string;

  constructor(scope: Construct, id: string, options: Options) {
    super(scope, id);
    const { filesBucket, encryptionKey } = options;
    this.bucket =
      filesBucket === undefined
        ? this.newBucket(options)
        : Bucket.fromBucketAttributes(this, "Bucket", {
            bucketName: filesBucket,
            ...(encryptionKey && { encryptionKey }),
          });
    this.url = `https://${this.bucket.bucketRegionalDomainName}`;
  }

  private newBucket(options: Options): Bucket {
    const { keepData, uploads, encryptionKey, messageRetentionDays } = options;
    const { days, tag, value } = UPLOADED;
    const bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      ...(encryptionKey
        ? { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        { id: "unnamed", tagFilters: { [tag]: value }, expiration: Duration.days(days) },
        ...(messageRetentionDays === undefined ? [] : [expired(messageRetentionDays)]),
        { id: "unfinished", abortIncompleteMultipartUploadAfter: Duration.days(days) },
      ],
      ...(uploads.origins.length > 0 && { cors: [this.corsOf(uploads.origins)] }),
      removalPolicy: removalPolicyOf(keepData),
      // CloudFormation cannot delete a bucket that is not empty.
      autoDeleteObjects: !keepData,
    });
    Validations.of(bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason: "Who was given which address is in the log of the Lambda that gave it.",
    });
    return bucket;
  }

  // Every request is signed: CORS only controls which pages can use their URLs. An upload with progress events causes a
  // preflight request.
  private corsOf(allowedOrigins: readonly string[]) {
    return {
      allowedOrigins: [...allowedOrigins],
      allowedMethods: [HttpMethods.POST, HttpMethods.GET, HttpMethods.HEAD],
      allowedHeaders: ["*"],
      exposedHeaders: ["ETag"],
      maxAge: Duration.hours(1).toSeconds(),
    };
  }
}

// A file is uploaded at most a day before the message that names it, because it would have been deleted otherwise. It
// must not expire before the message.
const expired = (messageDays: number): LifecycleRule => ({
  id: "expired",
  expiration: Duration.days(messageDays + periodDays(messageDays) + UPLOADED.days),
});
