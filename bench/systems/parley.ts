// Parley as a system under test, with rooms that are written directly into its table.

import type { Bundles } from "../harness/bundles.ts";
import { deploy, type Deployment } from "../harness/deployment.ts";
import type { LambdaOptions } from "../harness/lambda-process.ts";
import { fill } from "./fill.ts";
import { roomItems } from "./room.ts";
import { simulateConnections, type OpenRoom, type RoomSize, type System } from "./system.ts";

/** High limits, so that nothing is refused. */
const AMPLE = { burst: 1e6, perMinute: 1e6 };

export async function startParley(bundles: Bundles, options: LambdaOptions): Promise<System> {
  const limits = { connections: 1_000, room: AMPLE, connects: AMPLE };
  const deployment = await deploy({
    ...options,
    bundles,
    variables: { LIMITS: JSON.stringify(limits) },
  });
  let rooms = 0;
  return { name: "parley", deployment, open: (size) => open(deployment, `room-${++rooms}`, size) };
}

async function open(
  deployment: Deployment,
  id: string,
  { members, online, real = false }: RoomSize,
): Promise<OpenRoom> {
  const users = Array.from({ length: members }, (_, n) => `user-${n}-of-${id}`);
  const [sender = "", ...rest] = users;
  const others = rest.slice(0, online - 1);
  const ids = real ? [] : simulateConnections(deployment, others.length);
  const connections = new Map(ids.map((connection, n) => [others[n] ?? "", connection]));
  await fill(deployment.databaseEndpoint, roomItems({ id, members: users, online: connections }));
  const client = await deployment.connect(sender);
  const clients = real ? await Promise.all(others.map((user) => deployment.connect(user))) : [];
  let sent = 0;
  return {
    others: clients,
    async send(message) {
      await client.ask("sendMessage", { room_id: id, message, _id: `${id}-${++sent}` });
    },
    async close() {
      await Promise.all([client, ...clients].map((each) => each.close()));
    },
  };
}
