// Reads the latest results from bench/results/.

import { readFileSync } from "node:fs";
import type { Dollars } from "../dollars.ts";
import type { ActionRow } from "../parts/actions.ts";
import type { CostRow } from "../parts/cost.ts";
import type { GrowthRow } from "../parts/growth.ts";
import type { LatencyRow } from "../parts/latency.ts";
import type { LocalRow } from "../parts/local.ts";
import type { MemoryRow } from "../parts/memory.ts";
import type { RequestRow } from "../parts/requests.ts";

/** The date, the code and the machine of a run. */
export interface About {
  readonly date: string;
  readonly commit: string;
  readonly versions: { readonly node: string };
  readonly processors: number;
  readonly load: number;
}

interface Kept {
  readonly requests: About & { readonly rounds: number; readonly rows: readonly RequestRow[] };
  readonly actions: About & { readonly rows: Readonly<Record<string, readonly ActionRow[]>> };
  readonly cost: About & {
    readonly rows: readonly CostRow[];
    readonly floors: readonly { members: number; online: number; usd: Dollars }[];
  };
  readonly latency: About & { readonly rounds: number; readonly rows: readonly LatencyRow[] };
  readonly growth: About & {
    readonly messages: number;
    readonly users: number;
    readonly items: number;
    readonly differ: readonly string[];
    readonly rows: readonly GrowthRow[];
  };
  readonly memory: About & { readonly members: number; readonly rows: readonly MemoryRow[] };
  readonly local: About & { readonly rows: readonly LocalRow[] };
}

export const results = <Name extends keyof Kept>(name: Name): Kept[Name] =>
  JSON.parse(
    readFileSync(new URL(`../results/${name}.json`, import.meta.url), "utf8"),
  ) as Kept[Name];
