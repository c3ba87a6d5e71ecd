// From what a message takes to what a million of them cost. Without data sent out to the internet and logs, of which
// every design has the same.

import { DEFAULTS } from "../lambdas/names.ts";
import { PRICES } from "./prices.ts";

/** What one message takes, on average. */
export interface PerMessage {
  /** Through the gateway, in either direction. */
  readonly gatewayMessages: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly queued: number;
  readonly invocations: number;
  /** For which Lambda bills. */
  readonly lambdaMs: number;
}

export interface Dollars {
  readonly gateway: number;
  readonly table: number;
  readonly lambda: number;
  readonly queue: number;
  readonly total: number;
}

/** The part of a core that a Lambda of this size gets: a whole one comes with 1,769 MB. */
export const cpuShareOf = (memoryMb: number): number => memoryMb / 1_769;

/** What is queued is sent, received and deleted, each a request. */
const REQUESTS_OF_QUEUED = 3;

/** A million messages, which is what most prices are for. */
export function dollarsPerMillion(of: PerMessage): Dollars {
  const gateway = of.gatewayMessages * PRICES.message;
  const table = of.readUnits * PRICES.readUnit + of.writeUnits * PRICES.writeUnit;
  const { invocations, lambdaMs: ms } = of;
  const lambda = lambdaDollarsPerMillion({ memoryMb: DEFAULTS.memoryMb, ms, invocations });
  const queue = of.queued * REQUESTS_OF_QUEUED * PRICES.queueRequest;
  return { gateway, table, lambda, queue, total: gateway + table + lambda + queue };
}

/** What Lambda asks for a million times `invocations`, which together run for `ms`. */
export function lambdaDollarsPerMillion(of: {
  readonly memoryMb: number;
  readonly ms: number;
  readonly invocations: number;
}): number {
  const gbSeconds = (of.ms / 1_000) * (of.memoryMb / 1_024);
  return of.invocations * PRICES.invocation + gbSeconds * 1_000_000 * PRICES.compute;
}

/** One message in, one out to each of the other connections, and one write: less is not to be had. */
export const floor = (online: number): Dollars =>
  dollarsPerMillion({
    gatewayMessages: 1 + (online - 1),
    readUnits: 0,
    writeUnits: 1,
    queued: 0,
    invocations: 0,
    lambdaMs: 0,
  });
