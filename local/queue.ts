// SQS in this process: fauxqs, on a random loopback port. Messages are stored in memory.
import type { AddressInfo } from "node:net";
import { buildApp } from "fauxqs";
import { isFromThisMachine } from "./loopback.ts";

export interface QueueService {
  /** The `endpoint` of an SQS client: `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  /** Stops the service; its messages are lost. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts an SQS in this process. It accepts any credentials and any region.
 *
 * Unlike on AWS, messages do not survive a restart. A restart loses unsent pushes and also closes the connections that
 * they were for; clients get the missed events by `sync`.
 */
export async function startQueueService(): Promise<QueueService> {
  const app = buildApp({ logger: false });
  app.addHook("onRequest", async ({ headers }, reply) => {
    if (!isFromThisMachine(headers)) await reply.code(403).send();
  });
  // `startFauxqs` would listen on all interfaces of this machine.
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () => (closed ??= app.close().then(() => undefined)),
  };
}
