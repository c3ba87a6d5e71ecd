// A reference design with 10,000 connections, behind Parley's authorizer.

import { AUTHORIZER_FILE } from "../../lambdas/routes.ts";
import { buildVariant, type Bundles, type Variant } from "../harness/bundles.ts";
import { deploy, type Deployment } from "../harness/deployment.ts";
import type { LambdaOptions } from "../harness/lambda-process.ts";
import { fill } from "./fill.ts";
import { simulateConnections, type OpenRoom, type RoomSize, type System } from "./system.ts";

/** The number of connections in all rooms together. */
export const CONNECTED = 10_000;
const ELSEWHERE = "another-room";

/** The item of a connection, as the design's `$connect` writes it. */
const ITEMS: Readonly<Record<Variant, (id: string, room: string) => object>> = {
  "scan-all-connections": (id, room) => ({
    pk: `CONNECTION#${id}`,
    sk: "CONNECTION",
    id,
    user: "user",
    room,
  }),
  "query-room-post-in-turn": (id, room) => ({
    pk: `ROOM#${room}`,
    sk: `CONNECTION#${id}`,
    id,
    user: "user",
  }),
};

export async function startVariant(
  variant: Variant,
  bundles: Bundles,
  options: LambdaOptions,
  connected = CONNECTED,
): Promise<System> {
  const authorizer = bundles.get(AUTHORIZER_FILE);
  if (!authorizer) throw new Error("There is no authorizer.");
  const deployment = await deploy({
    ...options,
    bundles: new Map([
      [AUTHORIZER_FILE, authorizer],
      [variant, buildVariant(variant)],
    ]),
    routes: ["$connect", "$disconnect", "sendMessage"].map((key) => ({
      key,
      file: variant,
      twoWay: false,
    })),
  });
  const ids = simulateConnections(deployment, connected);
  const put = (some: readonly string[], room: string) =>
    fill(
      deployment.databaseEndpoint,
      some.map((id) => ITEMS[variant](id, room)),
    );
  await put(ids, ELSEWHERE);
  let rooms = 0;
  return {
    name: variant,
    deployment,
    async open(size) {
      const room = `room-${++rooms}`;
      const moved = size.real ? [] : ids.slice(0, size.online - 1);
      await put(moved, room);
      const opened = await open(deployment, room, size);
      return {
        ...opened,
        async close() {
          await opened.close();
          await put(moved, ELSEWHERE);
        },
      };
    },
  };
}

async function open(
  deployment: Deployment,
  room: string,
  { online, real = false }: RoomSize,
): Promise<OpenRoom> {
  const connect = (n: number) => deployment.connect(`user-${n}-of-${room}`, { room });
  const client = await connect(0);
  const others = real
    ? await Promise.all(Array.from({ length: online - 1 }, (_, n) => connect(n + 1)))
    : [];
  return {
    others,
    send: (message) =>
      new Promise((resolve) => {
        client.onPush(() => {
          resolve();
        });
        client.tell("sendMessage", { room_id: room, message });
      }),
    async close() {
      await Promise.all([client, ...others].map((each) => each.close()));
    },
  };
}
