// The plots of docs/images/, from the latest results.

import type { Chart } from "../plot.ts";
import type { SystemName } from "../systems/system.ts";
import { results } from "./results.ts";
import { NAMES } from "./tables.ts";

const SYSTEMS = Object.keys(NAMES) as SystemName[];

function latency(): Chart {
  const { rows } = results("latency");
  return {
    title: "Send to last delivery, with 10 ms added to each call",
    x: "members, all online",
    y: "ms",
    logarithmic: [2, 10, 100],
    series: SYSTEMS.map((system) => ({
      name: NAMES[system],
      points: rows
        .filter((row) => row.system === system && row.addedMs === 10)
        .map(({ members, ms }) => ({ x: members, y: ms.median })),
    })),
  };
}

function cost(): Chart {
  const { rows, floors } = results("cost");
  const floorOf = (online: number) =>
    floors.find((floor) => floor.online === online)?.usd.total ?? Number.NaN;
  return {
    title: "What a message costs, as a multiple of the floor",
    x: "members, all online",
    y: "times the floor",
    logarithmic: [2, 10, 100, 1_000, 10_000],
    named: "first",
    series: SYSTEMS.map((system) => ({
      name: NAMES[system],
      points: rows
        .filter((row) => row.system === system && row.members === row.online)
        .map(({ online, usd }) => ({ x: online, y: usd.total / floorOf(online) })),
    })),
  };
}

/** The plots, by file name without `-light.svg` and `-dark.svg`. */
export const CHARTS: Readonly<Record<string, () => Chart>> = {
  "message-latency": latency,
  "message-cost": cost,
};
