// Compares memory sizes of the Lambdas: the latency and cost of a message, with the share of a core that comes with
// each size. The rounds of the sizes alternate.

import { setTimeout as pause } from "node:timers/promises";
import { cpuShareOf, lambdaDollarsPerMillion } from "../dollars.ts";
import { synthesized, type Bundles } from "../harness/bundles.ts";
import { AWS_DELAYS } from "../harness/proxies.ts";
import { keep } from "../results.ts";
import { spreadOf, type Spread } from "../spread.ts";
import type { OpenRoom, System } from "../systems/system.ts";
import { startSystem } from "../systems/start-system.ts";
import { untilDelivered } from "../systems/until-delivered.ts";

const SIZES_MB = [256, 512, 1_024, 1_769];
/** The number of members, all online. */
const MEMBERS = 10;
const WARM_UP = 25;
const ROUNDS = 15;
const COLD_ROUNDS = 5;
/** A room of Parley's is quiet this long after a message, in milliseconds. */
const QUIET_MS = 250;

export interface MemoryRow {
  readonly memoryMb: number;
  /** The time from sending to the last delivery, with warm Lambdas. */
  readonly warmMs: Spread;
  /** The same with cold starts. */
  readonly coldMs: Spread;
  /** The billed time of a warm Lambda. */
  readonly billedMs: Spread;
  /** The price of a million messages in US dollars, for the Lambda alone. */
  readonly usd: number;
}

interface Case {
  readonly memoryMb: number;
  readonly system: System;
  readonly room: OpenRoom;
  readonly warm: number[];
  readonly cold: number[];
  readonly billed: number[];
}

/** Measures all sizes. Throws if a process cannot be limited to a share of a core. */
export async function measureMemory(
  bundles: Bundles,
  { warmUp = WARM_UP, rounds = ROUNDS, coldRounds = COLD_ROUNDS } = {},
): Promise<readonly MemoryRow[]> {
  const cases: Case[] = [];
  for (const memoryMb of SIZES_MB) {
    const system = await startSystem("parley", bundles, { cpuShare: cpuShareOf(memoryMb) });
    const room = await system.open({ members: MEMBERS, online: MEMBERS, real: true });
    for (let n = 0; n < warmUp; n++) await untilDelivered(room, `Warm-up ${n}`);
    cases.push({ memoryMb, system, room, warm: [], cold: [], billed: [] });
  }
  for (let round = 0; round < rounds; round++) {
    for (const each of cases) await warmRound(each, `Round ${round}`);
  }
  for (let round = 0; round < coldRounds; round++) {
    for (const each of cases) await coldRound(each, `Cold round ${round}`);
  }
  for (const { room, system } of cases) {
    await room.close();
    await system.deployment.close();
  }
  return cases.map(({ memoryMb, warm, cold, billed }) => {
    const billedMs = spreadOf(billed, 1);
    return {
      memoryMb,
      warmMs: spreadOf(warm, 1),
      coldMs: spreadOf(cold),
      billedMs,
      usd: lambdaDollarsPerMillion({ memoryMb, ms: billedMs.median, invocations: 1 }),
    };
  });
}

async function warmRound({ system, room, warm, billed }: Case, text: string): Promise<void> {
  const { deployment } = system;
  await pause(QUIET_MS);
  const { invocations } = await deployment.delayed(AWS_DELAYS, () =>
    deployment.measure(async () => {
      warm.push(await untilDelivered(room, text));
    }),
  );
  billed.push(invocations.reduce((sum, { ms }) => sum + ms, 0));
}

async function coldRound({ system, room, cold }: Case, text: string): Promise<void> {
  const { deployment } = system;
  await deployment.settled();
  deployment.cool();
  cold.push(await deployment.delayed(AWS_DELAYS, () => untilDelivered(room, text)));
}

export async function memory(): Promise<void> {
  const rows = await measureMemory(await synthesized());
  keep("memory", { unit: "ms", members: MEMBERS, rounds: ROUNDS, rows });
  console.table(
    rows.map(({ memoryMb, warmMs, coldMs, billedMs, usd }) => ({
      MB: memoryMb,
      "ms to the last member": warmMs.median,
      "of a cold start": coldMs.median,
      "billed, ms": billedMs.median,
      "USD a million": usd,
    })),
  );
}
