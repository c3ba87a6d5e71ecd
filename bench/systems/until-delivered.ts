// The latency of a message: the time from sending to its arrival at the last other member.

import type { Client } from "../harness/client.ts";
import type { OpenRoom } from "./system.ts";

/** Sends a message, and returns the time in milliseconds until the last of the other members has received it. */
export async function untilDelivered(room: OpenRoom, text: string): Promise<number> {
  const begun = performance.now();
  const arrivals = room.others.map((client) => arrivalOf(client, text));
  await Promise.all([room.send(text), ...arrivals]);
  return Math.max(...(await Promise.all(arrivals))) - begun;
}

const arrivalOf = (client: Client, text: string): Promise<number> =>
  new Promise((resolve) => {
    client.onPush(({ data }) => {
      if (data.message === text) resolve(performance.now());
    });
  });
