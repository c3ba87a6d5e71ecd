// Writes the tables of docs/operations.md about the cost of users who chat.

import {
  CANARY,
  costs,
  KINDS,
  quantities,
  fixedCosts,
  tracing,
  type Assumptions,
  type Quantities,
} from "./cost-model.ts";

const USED: Readonly<Record<keyof Quantities, string>> = {
  messages: "Messages, both directions",
  connectionMinutes: "Connection minutes",
  invocations: "Invocations",
  gbSeconds: "GB-seconds",
  writeUnits: "Write units",
  readUnits: "Read units",
  logGb: "GB of logs",
  egressGb: "GB sent to clients",
  storedGb: "GB of new messages",
  uploads: "Files uploaded",
  downloads: "Files downloaded",
  fileGb: "GB of new files",
  fileEgressGb: "GB of files sent to clients",
};

/** Returns, in Markdown, the monthly usage and its cost for each kind of room, and the fixed cost of a stage. */
export function tables(assumptions: Assumptions, ofRooms = KINDS): string {
  const kinds = Object.entries(ofRooms);
  const used = kinds.map(([, kind]) => quantities({ ...assumptions, ...kind }));
  const paid = used.map((each) => costs(each));
  const heading = (first: string) => [
    row([first, ...kinds.map(([name]) => name)]),
    row(["---", ...kinds.map(() => "--:")]),
  ];
  const total = paid.map((each) => Object.values(each).reduce((sum, cost) => sum + cost, 0));
  const { perRoute, besides } = fixedCosts();
  return [
    ...heading("Used in a month"),
    ...Object.entries(USED).map(([key, name]) =>
      row([name, ...used.map((each) => amount(each[key as keyof Quantities]))]),
    ),
    "",
    ...heading("USD a month"),
    ...Object.keys(paid[0] ?? {}).map((name) =>
      row([name, ...paid.map((each) => usd(each[name]))]),
    ),
    row(["**All**", ...total.map((cost) => `**${usd(cost)}**`)]),
    row([
      "With `tracing=on`, at most",
      ...used.map((each, n) => usd((total[n] ?? 0) + tracing(each))),
    ]),
    "",
    `In addition, each stage costs ${usd(besides)} USD a month, and ${usd(perRoute)} USD for each route, even if nobody uses it; with \`canary=on\` ${usd(CANARY.usd)} USD more.`,
  ].join("\n");
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const usd = (cost = 0): string => cost.toFixed(2);
const amount = (count: number): string =>
  count >= 1_000 ? Math.round(count).toLocaleString("en-US") : count.toFixed(1);
