// The monthly cost of users who chat, computed from the AWS usage of each of their actions.

import { DEFAULTS } from "../lambdas/names.ts";
import { PRICES } from "./prices.ts";

/** The number of users, the activity of one user per day, and the size of a user's rooms. */
export interface Assumptions {
  readonly people: number;
  readonly hoursOnline: number;
  readonly connects: number;
  readonly rooms: number;
  readonly sends: number;
  readonly reads: number;
  readonly typings: number;
  /** Uploads per day, and the size of each file. Every listener downloads each file. */
  readonly files: number;
  readonly fileMb: number;
  readonly members: number;
  /** Open connections of a room besides the caller's. */
  readonly listeners: number;
  readonly memoryMb: number;
  /** The billed duration of each invocation, and the additional duration of each post. */
  readonly invocationMs: number;
  readonly postMs: number;
  readonly logBytes: number;
  /** The size of a frame to a client, including all overhead. */
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

/** The three kinds of rooms. */
export const KINDS: Readonly<Record<string, Pick<Assumptions, "members" | "listeners">>> = {
  pairs: { members: 2, listeners: 1 },
  teams: { members: 10, listeners: 3 },
  crowds: { members: 100, listeners: 30 },
};

const DAYS = 30;
const MILLION = 1_000_000;
const GB = 1_000_000_000;
/** Syncs of all rooms, in addition to one after each connect. They also keep the connection below its idle timeout. */
const SYNCS_AN_HOUR = 60 / 5;

export type Quantities = ReturnType<typeof quantities>;

/** Returns the usage of all users in a month. */
export function quantities(of: Assumptions) {
  const { connects, sends, reads, typings, files, members, listeners } = of;
  const month = (perDay: number) => perDay * of.people * DAYS;
  const syncs = of.hoursOnline * SYNCS_AN_HOUR + connects;
  const actions = sends + reads + typings;
  const downloads = files * listeners;
  // `createUpload` and `getDownload`: each is a request and a reply, a charge, and reads of the room and a membership.
  const signed = files + downloads;
  // The room with its members, and each member's connections.
  const readRoom = Math.ceil(members / 20) + members / 2;
  // The syncs find no missed events. The first after a connect reads each room with the user's membership, log and
  // members, and the names of up to a hundred users. Later ones read the slot after each cursor, and the list of rooms.
  const names = Math.min(100, of.rooms * (members - 1) + 1) / 2;
  const syncReads =
    connects * (of.rooms * (3 + Math.ceil(members / 30)) + names) +
    (syncs - connects) * (of.rooms / 2 + 1);
  // A connection runs the authorizer, `$connect`, `connectRooms` and, at its end, `$disconnect`.
  const invocations = actions + signed + syncs + 4 * connects;
  return {
    // A request, its reply, and an event to each listener. To be safe, a handshake and its end count as a message each.
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

/** Returns the cost of the usage in USD, by line item. */
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
    // Stored for 30 days, the default.
    "CloudWatch Logs": used.logGb * (PRICES.log + PRICES.logStorage),
    "Data out": (used.egressGb + used.fileEgressGb) * PRICES.egress,
  };
}

/** Returns the additional cost of X-Ray, if it is on and traces every invocation. */
export const tracing = ({ invocations }: Quantities): number =>
  (invocations / MILLION) * PRICES.trace;

/** The metrics and alarms that an unused stage is billed for in a month: their number per route, and the others. */
export const FIXED_COSTS = {
  /**
   * Errors, throttles and slowness of each route; the last two of the authorizer, the first two of the operator's
   * Lambda; four of the fan-out, and fourteen others.
   */
  alarmedMetrics: { perRoute: 3, besides: 22 },
  compositeAlarms: 3,
  /**
   * The duration of each action, which `$connect` and `$disconnect` do not write; seven counts, and three that are
   * counted in logs: the authorizer's failures and refusals, and the stage's throttles. A metric is billed for the
   * hours in which it is written.
   */
  customMetrics: { perRoute: 1, besides: 10 - 2 },
} as const;

/** Returns the monthly cost of the canary in USD: two handshakes and a message every five minutes. */
const canaryCosts = (): number => {
  const runs = DAYS * 24 * (60 / 5);
  // The authorizer, `$connect` and `$disconnect` of both users; sendNewMessage; and a second of the canary itself.
  const invocations = runs * (3 * 2 + 1 + 1);
  const gbSeconds =
    ((runs * (7 * TYPICAL.invocationMs + 1_000)) / 1_000) * (TYPICAL.memoryMb / 1_024);
  const gbOfLogs = (invocations * TYPICAL.logBytes) / GB;
  return (
    PRICES.alarmedMetric +
    PRICES.customMetric +
    gbSeconds * PRICES.compute +
    gbOfLogs * (PRICES.log + PRICES.logStorage) +
    // The request, its reply and the post. To be safe, a handshake and its end count as a message each.
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
