// What people who chat cost in a month, out of what each of their actions takes.

import { DEFAULTS } from "../lambdas/names.ts";
import { PRICES } from "./prices.ts";

/** What one person does in a day, and what their rooms are like. */
export interface Assumptions {
  readonly people: number;
  readonly hoursOnline: number;
  readonly connects: number;
  readonly rooms: number;
  readonly sends: number;
  readonly reads: number;
  readonly typings: number;
  /** Uploaded a day, and how large each is. Every listener reads it. */
  readonly files: number;
  readonly fileMb: number;
  readonly members: number;
  /** Open connections of a room besides the caller's. */
  readonly listeners: number;
  readonly memoryMb: number;
  /** How long a Lambda is billed for: for each invocation, and for each post on top. */
  readonly invocationMs: number;
  readonly postMs: number;
  readonly logBytes: number;
  /** Of a frame to a client, with everything around it. */
  readonly frameBytes: number;
}

export const TYPICAL: Assumptions = {
  people: 1_000,
  hoursOnline: 3,
  connects: 6,
  rooms: 20,
  sends: 40,
  reads: 40,
  typings: 20,
  files: 1,
  fileMb: 0.5,
  members: 10,
  listeners: 3,
  memoryMb: DEFAULTS.memoryMb,
  invocationMs: 30,
  postMs: 3,
  logBytes: 2_000,
  frameBytes: 700,
};

/** Rooms of three kinds. */
export const KINDS: Readonly<Record<string, Pick<Assumptions, "members" | "listeners">>> = {
  pairs: { members: 2, listeners: 1 },
  teams: { members: 10, listeners: 3 },
  crowds: { members: 100, listeners: 30 },
};

const DAYS = 30;
const MILLION = 1_000_000;
const GB = 1_000_000_000;
/** Besides one after each connect, for all rooms. It also keeps a connection from idling out. */
const SYNCS_AN_HOUR = 60 / 5;

export type Quantities = ReturnType<typeof quantities>;

/** What is used in a month. */
export function quantities(of: Assumptions) {
  const { connects, sends, reads, typings, files, members, listeners } = of;
  const month = (perDay: number) => perDay * of.people * DAYS;
  const syncs = of.hoursOnline * SYNCS_AN_HOUR + connects;
  const actions = sends + reads + typings;
  const downloads = files * listeners;
  // `createUpload` and `getDownload`: each a request and a reply, a charge, the room and one's own membership.
  const signed = files + downloads;
  // The room with its members, and the connections of each of them.
  const readRoom = Math.ceil(members / 20) + members / 2;
  // Nothing was missed. After a connect, of each room: itself and one's own membership, its log, its members. Later the
  // slot behind the cursor, and the list of rooms once. What a hundred people are called, after a connect.
  const names = Math.min(100, of.rooms * (members - 1) + 1) / 2;
  const syncReads =
    connects * (of.rooms * (3 + Math.ceil(members / 30)) + names) +
    (syncs - connects) * (of.rooms / 2 + 1);
  // Connecting runs the authorizer, $connect, connectRooms and, at the end, $disconnect.
  const invocations = actions + signed + syncs + 4 * connects;
  return {
    // A request and its reply; the event to each listener. A handshake and its end count as one each, to be safe.
    messages: month(actions * (2 + listeners) + 2 * signed + 2 * syncs + 4 * connects),
    connectionMinutes: month(of.hoursOnline * 60),
    invocations: month(invocations),
    gbSeconds:
      (month(invocations * of.invocationMs + actions * listeners * of.postMs) / 1_000) *
      (of.memoryMb / 1_024),
    writeUnits: month(4 * sends + reads + typings / 10 + 3 * connects + syncs + signed),
    readUnits: month(
      actions * readRoom + reads + 2.5 * of.rooms * connects + syncReads + 2 * signed,
    ),
    logGb: month(invocations * of.logBytes) / GB,
    egressGb: (month(actions * (1 + listeners) + syncs + connects) * of.frameBytes) / GB,
    storedGb: month(sends * 1_024) / GB,
    uploads: month(files),
    downloads: month(downloads),
    fileGb: (month(files) * of.fileMb) / 1_000,
    fileEgressGb: (month(downloads) * of.fileMb) / 1_000,
  };
}

/** What it costs, line by line. */
export function costs(used: Quantities): Readonly<Record<string, number>> {
  const millions = (count: number, price: number) => (count / MILLION) * price;
  return {
    "API Gateway, messages": millions(used.messages, PRICES.message),
    "API Gateway, connection minutes": millions(used.connectionMinutes, PRICES.connectionMinute),
    Lambda: millions(used.invocations, PRICES.invocation) + used.gbSeconds * PRICES.compute,
    "DynamoDB, writes": millions(used.writeUnits, PRICES.writeUnit),
    "DynamoDB, reads": millions(used.readUnits, PRICES.readUnit),
    "DynamoDB, one month's messages, with backup": used.storedGb * (PRICES.storage + PRICES.backup),
    "S3, one month's files":
      used.fileGb * PRICES.fileStorage +
      millions(used.uploads, PRICES.upload) +
      millions(used.downloads, PRICES.download),
    // Kept for 30 days, the default.
    "CloudWatch Logs": used.logGb * (PRICES.log + PRICES.logStorage),
    "Data out": (used.egressGb + used.fileEgressGb) * PRICES.egress,
  };
}

/** What X-Ray costs besides, where it is on and traces every invocation. */
export const tracing = ({ invocations }: Quantities): number =>
  (invocations / MILLION) * PRICES.trace;

/** What an unused stage is billed for in a month: counts of metrics and alarms, per route and in all. */
export const FIXED_COSTS = {
  /** Errors, throttles and slowness of each; of the authorizer the last two, of the operator's the first two; fourteen more, and four of the fan-out. */
  alarmedMetrics: { perRoute: 3, besides: 22 },
  compositeAlarms: 3,
  /**
   * How long each action takes, which `$connect` and `$disconnect` do not write; seven counts, and what is counted
   * in logs: the authorizer's failures and refusals, and the stage's throttles. Billed by the hours in which it is written.
   */
  customMetrics: { perRoute: 1, besides: 10 - 2 },
} as const;

/** What the canary takes in a month: two handshakes and a message, each five minutes. */
const canaryCosts = (): number => {
  const runs = DAYS * 24 * (60 / 5);
  // The authorizer, `$connect` and `$disconnect` of both, and sendNewMessage; and the canary itself, a second of it.
  const invocations = runs * (3 * 2 + 1 + 1);
  const gbSeconds =
    ((runs * (7 * TYPICAL.invocationMs + 1_000)) / 1_000) * (TYPICAL.memoryMb / 1_024);
  const gbOfLogs = (invocations * TYPICAL.logBytes) / GB;
  return (
    PRICES.alarmedMetric +
    PRICES.customMetric +
    gbSeconds * PRICES.compute +
    gbOfLogs * (PRICES.log + PRICES.logStorage) +
    // The request, its reply and the post; a handshake and its end count as one each, to be safe.
    ((runs * (3 + 4)) / MILLION) * PRICES.message +
    (invocations / MILLION) * PRICES.invocation +
    ((runs * (4 + 2 * 2)) / MILLION) * PRICES.writeUnit +
    ((runs * 10) / MILLION) * PRICES.readUnit
  );
};

export const CANARY = { usd: canaryCosts() } as const;

export const fixedCosts = (): { perRoute: number; besides: number } => {
  const { alarmedMetrics, compositeAlarms, customMetrics } = FIXED_COSTS;
  const of = (kind: "perRoute" | "besides") =>
    alarmedMetrics[kind] * PRICES.alarmedMetric + customMetrics[kind] * PRICES.customMetric;
  return {
    perRoute: of("perRoute"),
    besides: of("besides") + compositeAlarms * PRICES.compositeAlarm + PRICES.dashboard,
  };
};
