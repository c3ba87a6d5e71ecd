// The bucket of uploaded files: private, over TLS alone, and emptied of what no message has named for a day.

import { Duration, Validations } from "aws-cdk-lib";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { UPLOADED } from "../lambdas/names.ts";
import type { Config } from "./config.ts";
import { removalPolicyOf } from "./removal-policy.ts";

export class Files extends Construct {
  readonly bucket: Bucket;
  /** Where forms are posted to and files are read from. */
  readonly url: string;

  constructor(scope: Construct, id: string, config: Pick<Config, "keepData" | "uploads">) {
    super(scope, id);
    const { keepData, uploads } = config;
    const { days, tag, value } = UPLOADED;
    this.bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        { id: "unnamed", tagFilters: { [tag]: value }, expiration: Duration.days(days) },
        { id: "unfinished", abortIncompleteMultipartUploadAfter: Duration.days(days) },
      ],
      ...(uploads.origins.length > 0 && { cors: [this.corsOf(uploads.origins)] }),
      removalPolicy: removalPolicyOf(keepData),
      // CloudFormation deletes no bucket that has something in it.
      autoDeleteObjects: !keepData,
    });
    this.url = `https://${this.bucket.bucketRegionalDomainName}`;
    Validations.of(this.bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason: "Who was given which address is in the log of the Lambda that gave it.",
    });
  }

  // Every request is signed: CORS only says which pages can use what they were given. Progress of an upload makes a
  // browser ask beforehand.
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
