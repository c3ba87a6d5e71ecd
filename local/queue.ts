// SQS inside this process: fauxqs, on a random loopback port. Its messages are kept in memory.
import type { AddressInfo } from "node:net";
import { buildApp } from "fauxqs";
import { isFromThisMachine } from "./loopback.ts";

export interface QueueService {
  /** For the `endpoint` of an SQS client: `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  /** Ends it with all its messages. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts an SQS of this process's own. Any credentials and any region do.
 *
 * What waits in its queues is gone at the end, unlike on AWS: a restart loses pushes that had not gone out, exactly as
 * the connections that they were for, and clients find by `sync` what they missed.
 */
export async function startQueueService(): Promise<QueueService> {
  const app = buildApp({ logger: false });
  app.addHook("onRequest", async ({ headers }, reply) => {
    if (!isFromThisMachine(headers)) await reply.code(403).send();
  });
  // `startFauxqs` would listen on every interface of this machine.
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () => (closed ??= app.close().then(() => undefined)),
  };
}
