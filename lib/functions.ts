// The Lambdas, each with its own bundle, role and log group.

import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Function, LoggingFormat, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { ENVIRONMENT } from "../lambdas/names.ts";
import { bundle } from "./bundle.ts";
import type { Encryption } from "./encryption.ts";

/** API Gateway's time limit for an answer. */
const TIMEOUT = Duration.seconds(29);

export interface HandlerOptions extends Encryption {
  /** The prefix of log groups, and the metrics' `Service`. */
  readonly service: string;
  readonly memorySize: number;
  readonly logRetentionDays: RetentionDays;
  readonly tracing: boolean;
  /** Default: API Gateway's time limit. */
  readonly timeout?: Duration;
  /** The reason for having no dead-letter queue. Default: that of a Lambda that API Gateway invokes. */
  readonly noDeadLetters?: string;
}

/** The Lambda of `lambdas/<file>.ts`. Its role may write logs and traces; everything else must be granted. */
export class Handler extends Construct {
  readonly file: string;
  readonly lambda: Function;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, file: string, options: HandlerOptions) {
    super(scope, file);
    const { service, memorySize, logRetentionDays, tracing, timeout = TIMEOUT } = options;
    const { encryptionKey } = options;
    this.file = file;
    // Named, so that an operator finds it; not retained, so that the stack can be created again under the same name.
    this.logGroup = new LogGroup(this, "Log", {
      logGroupName: `/parley/${service}/${file}`,
      retention: logRetentionDays,
      ...(encryptionKey && { encryptionKey }),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // CDK's default role may write to every log group of the account.
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    });
    this.logGroup.grantWrite(role);
    this.lambda = new Function(this, "Function", {
      code: bundle(this, file),
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize,
      timeout,
      tracing: tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: { [ENVIRONMENT.serviceName]: service },
      role,
    });
    acknowledge(this.lambda, role, options.noDeadLetters);
  }
}

function acknowledge(
  lambda: Function,
  role: Role,
  noDeadLetters = "API Gateway invokes it synchronously: there is no event to keep after a failure.",
): void {
  Validations.of(lambda).acknowledge(
    {
      id: "Serverless-LambdaDLQ",
      reason: noDeadLetters,
    },
    {
      id: "Serverless-LambdaTracing",
      reason:
        "A deployment may turn it on: traces can cost more than the chat, and lines name their request.",
    },
  );
  Validations.of(role).acknowledge({
    id: "AwsSolutions-IAM5[Resource::*]",
    reason: "X-Ray's two operations for writing traces take no resource.",
  });
}
