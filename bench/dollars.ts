// The price of a million messages. It leaves out internet traffic and logs, which every design has.

import { DEFAULTS } from "../lambdas/names.ts";
import { PRICES } from "./prices.ts";

/** What one message takes on average. */
export interface PerMessage {
  /** Through the gateway, in both directions. */
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

/** A million messages, the unit of most prices. */
export function dollarsPerMillion(of: PerMessage): Dollars {
  const gateway = of.gatewayMessages * PRICES.message;
  const table = of.readUnits * PRICES.readUnit + of.writeUnits * PRICES.writeUnit;
  const { invocations, lambdaMs: ms } = of;
  const lambda = lambdaDollarsPerMillion({ memoryMb: DEFAULTS.memoryMb, ms, invocations });
  const queue = of.queued * REQUESTS_OF_QUEUED * PRICES.queueRequest;
  return { gateway, table, lambda, queue, total: gateway + table + lambda + queue };
}

/** Lambda's price for a million times `invocations`, which together run for `ms`. */
export function lambdaDollarsPerMillion(of: {
  readonly memoryMb: number;
  readonly ms: number;
  readonly invocations: number;
}): number {
  const gbSeconds = (of.ms / 1_000) * (of.memoryMb / 1_024);
  return of.invocations * PRICES.invocation + gbSeconds * 1_000_000 * PRICES.compute;
}

/** One message in, one out to each other connection, and one write: the theoretical minimum. */
export const floor = (online: number): Dollars =>
  dollarsPerMillion({
    gatewayMessages: 1 + (online - 1),
    readUnits: 0,
    writeUnits: 1,
    queued: 0,
    invocations: 0,
    lambdaMs: 0,
  });
