// The cost of a message in rooms of two to ten thousand members, counted and in dollars, compared with the theoretical
// minimum and with the two designs that are usually built first, on the same gateway and database.

import { setTimeout as pause } from "node:timers/promises";
import { DEFAULTS } from "../../lambdas/names.ts";
import { cpuShareOf, dollarsPerMillion, floor, type Dollars } from "../dollars.ts";
import { synthesized, VARIANTS, type Bundles } from "../harness/bundles.ts";
import type { Deployment } from "../harness/deployment.ts";
import { AWS_DELAYS, type Delays } from "../harness/proxies.ts";
import { figuresOf, type Figures } from "../harness/figures.ts";
import { PRICED } from "../prices.ts";
import { keep } from "../results.ts";
import type { RoomSize, System, SystemName } from "../systems/system.ts";
import { startSystem } from "../systems/start-system.ts";

const MEMBERS = [2, 10, 100, 1_000, 10_000];
const ONLINE = [0.1, 1];
export const SYSTEMS: readonly SystemName[] = ["parley", ...VARIANTS];

/**
 * AWS's delays, so that concurrent calls overlap as on AWS. Shorter for the design with sequential posts, of which
 * 10,000 would take minutes.
 */
const DELAYS: Readonly<Record<SystemName, Delays>> = {
  parley: AWS_DELAYS,
  "scan-all-connections": AWS_DELAYS,
  "query-room-post-in-turn": { database: 1, post: 1 },
};
/** A room of Parley's is quiet this long after a message, in milliseconds. */
const QUIET_MS = 250;
const WARM_UP = { members: 10, online: 10, messages: 100 };
const MESSAGE = "See you at eight, then. I shall bring the maps and the lamp.";
/** The maximum rate of a fan-out, whose Lambda is billed while it waits. */
const FAN_OUT_POSTS_PER_SECOND = 1_000;

export interface CostRow extends Omit<Figures, "roundTrips"> {
  readonly system: SystemName;
  readonly members: number;
  readonly online: number;
  readonly cpuMs: number;
  /** The time that Lambda bills. */
  readonly lambdaMs: number;
  /** The price of a million messages. */
  readonly usd: Dollars;
}

/** Sends messages, and returns the mean cost of one. */
export async function costOf(
  { name, deployment, open }: System,
  size: RoomSize,
  messages: number,
): Promise<Omit<CostRow, "system">> {
  const room = await open(size);
  const rows: Omit<CostRow, "system" | "usd">[] = [];
  await deployment.delayed(DELAYS[name], async () => {
    // The first message is not counted, because a Lambda reads more of a room that is new to it.
    if (name === "parley") await room.send(MESSAGE);
    for (let n = 0; n < messages; n++) {
      await deployment.settled();
      await pause(QUIET_MS);
      rows.push(await one(deployment, () => room.send(MESSAGE), size));
    }
  });
  await room.close();
  const mean = (key: keyof (typeof rows)[number]) =>
    rows.reduce((sum, row) => sum + row[key], 0) / rows.length;
  const row = {
    members: size.members,
    online: size.online,
    requests: mean("requests"),
    readUnits: mean("readUnits"),
    writeUnits: mean("writeUnits"),
    posts: mean("posts"),
    queued: mean("queued"),
    invocations: mean("invocations"),
    cpuMs: mean("cpuMs"),
    lambdaMs: mean("lambdaMs"),
  };
  // The message, the posts, and a reply if the sender's copy is not a post.
  const gatewayMessages = 1 + Math.max(row.posts, size.online);
  return { ...row, usd: dollarsPerMillion({ ...row, gatewayMessages }) };
}

async function one(deployment: Deployment, send: () => Promise<void>, size: RoomSize) {
  const measured = await deployment.measure(send);
  const { roundTrips: _, ...figures } = figuresOf(measured);
  const cpuMs = measured.cpu / 1_000;
  const waited = measured.invocations.reduce((sum, { waitedMs }) => sum + waitedMs, 0);
  const paced = figures.queued > 0 ? (figures.posts / FAN_OUT_POSTS_PER_SECOND) * 1_000 : 0;
  return {
    members: size.members,
    online: size.online,
    ...figures,
    cpuMs,
    lambdaMs: Math.max(waited + cpuMs / cpuShareOf(DEFAULTS.memoryMb), paced),
  };
}

/** Measures every system in rooms of each size, in the given order. */
export async function measureCost(
  bundles: Bundles,
  members: readonly number[],
): Promise<readonly CostRow[]> {
  const rows: CostRow[] = [];
  for (const name of SYSTEMS) {
    const system = await startSystem(name, bundles, { clockStands: true });
    const warm = await system.open(WARM_UP);
    for (let n = 0; n < WARM_UP.messages; n++) await warm.send(MESSAGE);
    await warm.close();
    for (const count of members) {
      for (const share of ONLINE) {
        const online = Math.max(1, Math.round(count * share));
        const messages = online > 1_000 ? 1 : online > 100 ? 2 : 5;
        const row = await costOf(system, { members: count, online }, messages);
        rows.push({ system: name, ...row });
      }
    }
    await system.deployment.close();
  }
  return rows;
}

export async function cost(): Promise<void> {
  const rows = await measureCost(await synthesized(), MEMBERS);
  const floors = rows
    .filter(({ system }) => system === "parley")
    .map(({ members, online }) => ({ members, online, usd: floor(online) }));
  keep("cost", { unit: "one message; USD for a million", priced: PRICED, rows, floors });
  console.table(rows.map(({ usd, ...row }) => ({ ...row, usd: usd.total })));
}
