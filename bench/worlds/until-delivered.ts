// The latency of a message: from sending until the last other member has it.

import type { Client } from "../harness/client.ts";
import type { OpenRoom } from "./system.ts";

/** Sends a message, and says how many milliseconds later the last of the others had it. */
export async function untilDelivered(room: OpenRoom, text: string): Promise<number> {
  const begun = performance.now();
  const arrivals = room.others.map((client) => arrivalOf(client, text));
  await Promise.all([room.send(text), ...arrivals.map((at) => at)]);
  return Math.max(...(await Promise.all(arrivals))) - begun;
}

const arrivalOf = (client: Client, text: string): Promise<number> =>
  new Promise((resolve) => {
    client.onPush(({ data }) => {
      if (data.message === text) resolve(performance.now());
    });
  });
