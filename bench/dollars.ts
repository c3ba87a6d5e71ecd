// The price of a million messages, without internet traffic and logs, which every design has.

import { DEFAULTS } from "../lambdas/names.ts";
import { PRICES } from "./prices.ts";

/** The average AWS usage of one message. */
export interface PerMessage {
  /** Messages through the gateway, in both directions. */
  readonly gatewayMessages: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly queued: number;
  readonly invocations: number;
  /** Billed Lambda time. */
  readonly lambdaMs: number;
}

export interface Dollars {
  readonly gateway: number;
  readonly table: number;
  readonly lambda: number;
  readonly queue: number;
  readonly total: number;
}

/** The share of a core that a Lambda of this size gets: a whole one at 1,769 MB. */
export const cpuShareOf = (memoryMb: number): number => memoryMb / 1_769;

/** A queued message is sent, received and deleted: three requests. */
const REQUESTS_OF_QUEUED = 3;

/** Returns the price of a million messages. Most of AWS's prices are for a million. */
export function dollarsPerMillion(of: PerMessage): Dollars {
  const gateway = of.gatewayMessages * PRICES.message;
  const table = of.readUnits * PRICES.readUnit + of.writeUnits * PRICES.writeUnit;
  const { invocations, lambdaMs: ms } = of;
  const lambda = lambdaDollarsPerMillion({ memoryMb: DEFAULTS.memoryMb, ms, invocations });
  const queue = of.queued * REQUESTS_OF_QUEUED * PRICES.queueRequest;
  return { gateway, table, lambda, queue, total: gateway + table + lambda + queue };
}

/** Returns Lambda's price for a million times `invocations`, which together run for `ms`. */
export function lambdaDollarsPerMillion(of: {
  readonly memoryMb: number;
  readonly ms: number;
  readonly invocations: number;
}): number {
  const gbSeconds = (of.ms / 1_000) * (of.memoryMb / 1_024);
  return of.invocations * PRICES.invocation + gbSeconds * 1_000_000 * PRICES.compute;
}

/** The theoretical minimum: one message in, one message out to each other connection, and one write. */
export const floor = (online: number): Dollars =>
  dollarsPerMillion({
    gatewayMessages: 1 + (online - 1),
    readUnits: 0,
    writeUnits: 1,
    queued: 0,
    invocations: 0,
    lambdaMs: 0,
  });
