// The fan-out of large rooms: a FIFO queue of their events, its dead-letter queue, and the Lambda that it triggers.

import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { Grant } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { ENVIRONMENT, FAN_OUT_QUEUE } from "../lambdas/names.ts";
import { FAN_OUT } from "../lambdas/routes.ts";
import type { Config } from "./config.ts";
import { grantKey, KEY_USES } from "./encryption.ts";
import { Handler, type HandlerOptions } from "./functions.ts";

/** Throughput quota and deduplication are per message group, so rooms do not wait for each other. */
const FIFO: QueueProps = {
  fifo: true,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  enforceSSL: true,
  removalPolicy: RemovalPolicy.DESTROY,
};

export class FanOut extends Construct {
  readonly handler: Handler;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, options: HandlerOptions & Pick<Config, "fanOut">) {
    super(scope, id);
    const { service, fanOut, encryptionKey } = options;
    const common: QueueProps = {
      ...FIFO,
      ...(encryptionKey
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }
        : { encryption: QueueEncryption.SQS_MANAGED }),
    };
    this.deadLetters = new Queue(this, "DeadLetters", {
      ...common,
      queueName: `${service}-${FAN_OUT_QUEUE.name}-dead.fifo`,
      // Long enough to be examined after a holiday.
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.deadLetters).acknowledge({
      id: "Serverless-SQSRedrivePolicy",
      reason: "It is where others' dead letters go: there is nowhere to go on to.",
    });
    this.queue = new Queue(this, "Queue", {
      ...common,
      queueName: `${service}-${FAN_OUT_QUEUE.name}.fifo`,
      visibilityTimeout: Duration.seconds(FAN_OUT_QUEUE.visibilitySeconds),
      // Events older than two minutes are not delivered: clients get them by `sync`.
      retentionPeriod: Duration.hours(1),
      deadLetterQueue: {
        queue: this.deadLetters,
        maxReceiveCount: FAN_OUT_QUEUE.maxReceiveCount,
      },
    });
    this.handler = new Handler(this, FAN_OUT.file, {
      ...options,
      timeout: Duration.seconds(FAN_OUT_QUEUE.timeoutSeconds),
      noDeadLetters: "What it fails at is in the dead-letter queue of its queue.",
    });
    this.handler.lambda.addEnvironment(
      ENVIRONMENT.fanOutPostsPerSecond,
      String(fanOut.postsPerSecond),
    );
    this.receive(fanOut.concurrency);
  }

  // The event source's own grant would also let it extend the visibility timeout.
  private receive(maxConcurrency: number): void {
    const { lambda } = this.handler;
    const granted = Grant.addToPrincipal({
      grantee: lambda,
      actions: ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map(
        (each) => `sqs:${each}`,
      ),
      resourceArns: [this.queue.queueArn],
    });
    const key = this.queue.encryptionMasterKey;
    if (key) grantKey(lambda, key, "sqs", KEY_USES.sqs.receive);
    const source = new EventSourceMapping(this, "Source", {
      target: lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: FAN_OUT_QUEUE.batchSize,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
    // Lambda refuses an event source before it has permission to read it.
    granted.applyBefore(source);
    Validations.of(source).acknowledge({
      id: "Serverless-LambdaEventSourceMappingDestination",
      reason: "For a queue it is the queue's own dead-letter queue.",
    });
  }
}
