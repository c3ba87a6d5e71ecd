// The fan-out's queue, on a configured SQS or the one in this process, and the Lambda that it triggers.
import { SQSClient } from "@aws-sdk/client-sqs";
import { DEFAULTS, FAN_OUT_QUEUE } from "../../lambdas/names.ts";
import { FAN_OUT } from "../../lambdas/routes.ts";
import { startEventSource, type EventSource } from "../../local/event-source.ts";
import { ensureFifoQueue, type FifoQueue } from "../../local/fifo-queue.ts";
import type { Handler } from "../../local/gateway/gateway.ts";
import { startQueueService, type QueueService } from "../../local/queue.ts";
import { AT_FIRST, EndpointError } from "./endpoint-error.ts";

/** Returns the configured SQS, or starts one in this process. */
export async function openQueueService(endpoint: string | undefined): Promise<QueueService> {
  if (endpoint === undefined) return await startQueueService();
  return { endpoint, close: () => Promise.resolve() };
}

/**
 * Creates the queue unless it exists.
 *
 * @throws EndpointError
 */
export async function makeQueue(endpoint: string): Promise<FifoQueue> {
  const client = new SQSClient({ endpoint, ...AT_FIRST });
  try {
    return await ensureFifoQueue(client, {
      ...FAN_OUT_QUEUE,
      name: `parley-${FAN_OUT_QUEUE.name}`,
    });
  } catch (error) {
    throw new EndpointError("SQS", endpoint, error);
  } finally {
    client.destroy();
  }
}

/** Starts to invoke the queue's Lambda, as Lambda's event source mapping does. */
export function startFanOut(
  endpoint: string,
  queue: FifoQueue,
  handler: Handler,
  options: { readonly retryAfterSeconds?: number; readonly onFailure?: (error: unknown) => void },
): EventSource {
  return startEventSource({
    client: new SQSClient({ endpoint }),
    queue,
    handler,
    functionName: FAN_OUT.file,
    timeoutMs: FAN_OUT_QUEUE.timeoutSeconds * 1_000,
    concurrency: DEFAULTS.fanOutConcurrency,
    ...options,
  });
}
