// Creates a FIFO queue with its dead-letter queue on an SQS: the one in this process, or another emulator.
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  type SQSClient,
} from "@aws-sdk/client-sqs";

export interface FifoQueueDefinition {
  /** Without `.fifo`. */
  readonly name: string;
  readonly visibilitySeconds: number;
  /** A message that was received this many times goes to the dead-letter queue. */
  readonly maxReceiveCount: number;
}

export interface FifoQueue {
  readonly url: string;
  readonly arn: string;
  readonly deadLetterUrl: string;
}

/** High throughput: quota and deduplication are per message group. */
const FIFO: Partial<Record<QueueAttributeName, string>> = {
  FifoQueue: "true",
  DeduplicationScope: "messageGroup",
  FifoThroughputLimit: "perMessageGroupId",
};

/** Creates both queues unless they exist. @throws the client's errors */
export async function ensureFifoQueue(
  client: SQSClient,
  { name, visibilitySeconds, maxReceiveCount }: FifoQueueDefinition,
): Promise<FifoQueue> {
  const make = async (
    queueName: string,
    attributes: Partial<Record<QueueAttributeName, string>>,
  ) => {
    const { QueueUrl = "" } = await client.send(
      new CreateQueueCommand({ QueueName: queueName, Attributes: { ...FIFO, ...attributes } }),
    );
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
    );
    return { url: QueueUrl, arn: Attributes?.QueueArn ?? "" };
  };
  const dead = await make(`${name}-dead.fifo`, {});
  const queue = await make(`${name}.fifo`, {
    VisibilityTimeout: String(visibilitySeconds),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount }),
  });
  return { ...queue, deadLetterUrl: dead.url };
}
