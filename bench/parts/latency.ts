// The time from sending a message to its last delivery, with about AWS's latency added to each call to DynamoDB and
// each post, compared with the two designs that are usually built first. The rounds of the designs alternate.

import { setTimeout as pause } from "node:timers/promises";
import { synthesized, VARIANTS, type Bundles } from "../harness/bundles.ts";
import { keep } from "../results.ts";
import { spreadOf, type Spread } from "../spread.ts";
import type { OpenRoom, System, SystemName } from "../systems/system.ts";
import { startSystem } from "../systems/start-system.ts";
import { untilDelivered } from "../systems/until-delivered.ts";

const SYSTEMS: readonly SystemName[] = ["parley", ...VARIANTS];
const MEMBERS = [2, 10, 100];
const ADDED_MS = [5, 10];
const ROUNDS = 9;
const WARM_UP = 15;
/** A room of Parley's is quiet this long after a message, in milliseconds. */
const QUIET_MS = 250;

export interface LatencyRow {
  readonly system: SystemName;
  /** The number of members, all online. */
  readonly members: number;
  /** The delay added to each call. */
  readonly addedMs: number;
  readonly ms: Spread;
  /** The number of sequential calls up to the last post: counted, not timed. */
  readonly callsInARow: number;
}

interface Case {
  readonly system: System;
  readonly members: number;
  readonly room: OpenRoom;
  readonly took: Map<number, number[]>;
  callsInARow: number;
}

export async function measureLatency(
  bundles: Bundles,
  { members = MEMBERS, rounds = ROUNDS, warmUp = WARM_UP } = {},
): Promise<readonly LatencyRow[]> {
  const systems = await Promise.all(SYSTEMS.map((name) => startSystem(name, bundles)));
  const cases: Case[] = [];
  for (const system of systems) {
    for (const count of members) {
      const room = await system.open({ members: count, online: count, real: true });
      for (let n = 0; n < warmUp; n++) await untilDelivered(room, `Warm-up ${n}`);
      const took = new Map(ADDED_MS.map((ms) => [ms, []]));
      cases.push({ system, members: count, room, took, callsInARow: 0 });
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const addedMs of ADDED_MS) {
      for (const each of cases) await oneRound(each, addedMs, round);
    }
  }
  for (const { room } of cases) await room.close();
  for (const { deployment } of systems) await deployment.close();
  return cases.flatMap(({ system, members, took, callsInARow }) =>
    [...took].map(([addedMs, ms]) => ({
      system: system.name,
      members,
      addedMs,
      ms: spreadOf(ms, 1),
      callsInARow,
    })),
  );
}

async function oneRound(each: Case, addedMs: number, round: number): Promise<void> {
  const { deployment } = each.system;
  await pause(QUIET_MS);
  let ms = 0;
  const { calls } = await deployment.delayed({ database: addedMs, post: addedMs }, () =>
    deployment.measure(async () => {
      ms = await untilDelivered(each.room, `Round ${round} with ${addedMs} ms`);
    }),
  );
  each.took.get(addedMs)?.push(ms);
  const posts = calls.filter(({ service }) => service === "post");
  each.callsInARow = Math.max(...posts.map(({ depth }) => depth));
}

export async function latency(): Promise<void> {
  const rows = await measureLatency(await synthesized());
  keep("latency", { unit: "ms from send to last delivery", rounds: ROUNDS, rows });
  console.table(rows.map(({ ms, ...row }) => ({ ...row, ...ms })));
}
