// The tables of docs/performance.md and README.md, from the latest results.

import { cpuShareOf } from "../dollars.ts";
import type { Spread } from "../spread.ts";
import type { SystemName } from "../systems/system.ts";
import { figure, number, table } from "./markdown.ts";
import { results, type About } from "./results.ts";

export const NAMES: Readonly<Record<SystemName, string>> = {
  parley: "Parley",
  "scan-all-connections": "scan all connections",
  "query-room-post-in-turn": "query the room, post in turn",
};
const SYSTEMS = Object.keys(NAMES) as SystemName[];

const conditions = ({ date, commit, versions, processors, load }: About): string =>
  `_Measured on ${date} at commit ${commit}, with Node ${versions.node} on ${processors} cores; load ${load}._`;

const spread = ({ median, least, most }: Spread): string =>
  `${number(median)} (${number(least)} to ${number(most)})`;

const block = (about: About, ...parts: readonly string[]): string =>
  [...parts, conditions(about)].join("\n\n");

function requests(): string {
  const kept = results("requests");
  const rows = kept.rows.map(({ subject, sdk, parley, ratio }) => [
    subject,
    number(sdk.median),
    number(parley.median),
    `**${number(ratio.median, 2)}**`,
    `${number(ratio.least, 2)} to ${number(ratio.most, 2)}`,
  ]);
  const heading = ["µs of CPU", "plain AWS SDK", "Parley", "Ratio", `in ${kept.rounds} rounds`];
  return block(kept, table(heading, rows));
}

function actions(): string {
  const kept = results("actions");
  const rows = (kept.rows.now ?? []).map((row) => [
    `\`${row.action}\``,
    number(row.requests),
    figure(row.readUnits),
    figure(row.writeUnits),
    number(row.roundTrips),
    number(row.posts),
    number(row.cpuMs.median, 1),
    `${number(row.cpuMs.least, 1)} to ${number(row.cpuMs.most, 1)}`,
  ]);
  const heading = [
    "Action",
    "Requests",
    "Read units",
    "Write units",
    "Round trips before the first post",
    "Posts",
    "ms of CPU",
    "range",
  ];
  return block(kept, table(heading, rows));
}

function cost(): string {
  const kept = results("cost");
  const rows = kept.floors.map(({ members, online, usd }) => {
    const cells = SYSTEMS.map((name) => {
      const row = kept.rows.find(
        (each) => each.system === name && each.members === members && each.online === online,
      );
      return row ? `${number(row.usd.total, 2)} (${number(row.usd.total / usd.total, 2)}×)` : "";
    });
    return [number(members), number(online), number(usd.total, 2), ...cells];
  });
  const heading = ["Members", "online", "the floor", ...SYSTEMS.map((name) => NAMES[name])];
  return block(kept, table(heading, rows));
}

function costCounted(): string {
  const kept = results("cost");
  const rows = kept.rows.map((row) => [
    NAMES[row.system],
    number(row.members),
    number(row.online),
    figure(row.requests),
    figure(row.readUnits),
    figure(row.writeUnits),
    figure(row.posts),
    figure(row.invocations),
    number(row.cpuMs, 1),
  ]);
  const heading = [
    "Design",
    "Members",
    "online",
    "Requests",
    "Read units",
    "Write units",
    "Posts",
    "Invocations",
    "ms of CPU",
  ];
  return block(kept, table(heading, rows));
}

function latency(): string {
  const kept = results("latency");
  const at = (system: SystemName, members: number, addedMs: number) =>
    kept.rows.find(
      (row) => row.system === system && row.members === members && row.addedMs === addedMs,
    );
  const sizes = [...new Set(kept.rows.map(({ members }) => members))];
  const rows = SYSTEMS.flatMap((system) =>
    sizes.flatMap((members) => {
      const [five, ten] = [at(system, members, 5), at(system, members, 10)];
      if (!five || !ten) return [];
      // From the fastest rounds, which other load on the machine affected least.
      const grows = (ten.ms.least - five.ms.least) / 5;
      return [
        [
          NAMES[system],
          number(members),
          spread(five.ms),
          spread(ten.ms),
          number(grows, 1),
          number(ten.callsInARow),
        ],
      ];
    }),
  );
  const heading = [
    "Design",
    "Members",
    "ms with 5 added",
    "ms with 10 added",
    "ms per ms added",
    "Calls in a row",
  ];
  return block(kept, table(heading, rows));
}

function growth(): string {
  const kept = results("growth");
  const { items, messages, users, rows, differ } = kept;
  const beside = `${number(messages)} messages and ${number(users)} users (${number(items)} items)`;
  const same =
    differ.length === 0
      ? `each of the ${rows.length} actions takes the same requests, units and posts`
      : `all of the ${rows.length} actions except ${differ.join(", ")} take the same requests, units and posts`;
  return block(kept, `In a table with ${beside}, ${same} as in an empty table.`);
}

function memory(): string {
  const kept = results("memory");
  const rows = kept.rows.map(({ memoryMb, warmMs, coldMs, billedMs, usd }) => [
    number(memoryMb),
    number(cpuShareOf(memoryMb), 2),
    spread(warmMs),
    spread(coldMs),
    spread(billedMs),
    number(usd, 2),
  ]);
  const heading = [
    "MB",
    "cores",
    "ms to the last member",
    "with a cold start",
    "ms billed, warm",
    "USD a million, only Lambda",
  ];
  return block(kept, table(heading, rows));
}

function local(): string {
  const kept = results("local");
  const line = (name: string, cell: (row: (typeof kept.rows)[number]) => string) => [
    name,
    ...kept.rows.map(cell),
  ];
  const rows = [
    line(
      "From send to last delivery, ms",
      ({ latencyMs: { median, least, most } }) =>
        `${number(median, 1)} (${number(least, 1)} to ${number(most, 1)})`,
    ),
    line("Messages a second, acknowledged", ({ messagesPerSecond }) => spread(messagesPerSecond)),
    line("Memory without connections, MB", ({ idleMb }) => number(idleMb)),
    line("Memory of 1,000 connections, MB", ({ connectionsMb }) => number(connectionsMb)),
    line("Acknowledged before the process was killed", ({ crash }) => number(crash.acknowledged)),
    line("of these, found by a user who was offline", ({ crash }) => number(crash.found)),
  ];
  return block(kept, table(["", ...kept.rows.map(({ server }) => server)], rows));
}

/** The table of the README: rooms of ten and a hundred, all members online. */
function summary(): string {
  const { rows, floors } = results("cost");
  const latencies = results("latency").rows;
  const line = (
    members: number,
    name: string,
    cell: (system: SystemName) => string | undefined,
  ) => [`${name}, ${members} members`, ...SYSTEMS.map((system) => cell(system) ?? "")];
  const of = <Row extends { system: SystemName; members: number }>(
    all: readonly Row[],
    members: number,
    system: SystemName,
  ) => all.find((row) => row.members === members && row.system === system);
  const lines = [10, 100].flatMap((members) => {
    const online = rows.filter((row) => row.members === row.online);
    const floor = floors.find((row) => row.members === members && row.online === members);
    const slow = latencies.filter(({ addedMs }) => addedMs === 10);
    return [
      line(
        members,
        `USD a million (floor: ${number(floor?.usd.total ?? Number.NaN, 2)})`,
        (system) => {
          const row = of(online, members, system);
          return row && number(row.usd.total, 2);
        },
      ),
      line(members, "ms to the last member", (system) => {
        const row = of(slow, members, system);
        return row && number(row.ms.median);
      }),
    ];
  });
  const heading = ["A message", ...SYSTEMS.map((name) => NAMES[name])];
  return table(heading, lines);
}

/** The tables, by their names in the pages' comments. */
export const TABLES: Readonly<Record<string, () => string>> = {
  requests,
  actions,
  cost,
  "cost-counted": costCounted,
  latency,
  growth,
  memory,
  local,
  summary,
};
