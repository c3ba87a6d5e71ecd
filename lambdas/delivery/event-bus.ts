// Sends domain events to an EventBridge bus.

import type { DomainEvent } from "../../protocol/domain-events.ts";
import { jsonService } from "../http/json-service.ts";

/** EventBridge's maximum for one request. */
const MOST_ENTRIES = 10;
const MOST_BYTES = 256_000;

/** The time limit of one request, in milliseconds. */
const REQUEST_MS = 2_000;

/** Maximum bytes of an entry that count besides its detail. */
const BESIDE_DETAIL = 200;

export interface Bus {
  readonly endpoint: string;
  readonly name: string;
  /** The `Source` of every event. */
  readonly source: string;
}

interface Entry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

/** Puts events on the bus, in at most `limitMs` milliseconds. Rejects unless the bus accepted all. */
export type PutEvents = (events: readonly DomainEvent[], limitMs: number) => Promise<void>;

export function eventBus({ endpoint, name, source }: Bus): PutEvents {
  const call = jsonService({ endpoint, service: "events", target: "AWSEvents", version: "1.1" });

  /** Returns the entries that the bus refused. */
  async function put(entries: readonly Entry[], limitMs: number): Promise<Refused> {
    const { statusCode, text } = await call("PutEvents", { Entries: entries }, limitMs);
    return refusedOf(entries, statusCode, text);
  }

  /** Retries entries that were refused, because a throttled bus accepts a part. */
  async function putTwice(entries: readonly Entry[], until: number): Promise<void> {
    const left = () => Math.max(1, Math.min(REQUEST_MS, until - performance.now()));
    const first = await put(entries, left()).catch((error: unknown) => ({
      entries,
      error: error instanceof Error ? error.name : "Error",
    }));
    const isOver = first.entries.length === 0 || performance.now() >= until;
    check(isOver ? first : await put(first.entries, left()));
  }

  return async (events, limitMs) => {
    if (limitMs <= 0) throw Object.assign(new Error("No time is left."), { name: "TimeoutError" });
    const until = performance.now() + limitMs;
    const entries = events.map(({ type, detail }) => ({
      EventBusName: name,
      Source: source,
      DetailType: type,
      Detail: JSON.stringify(detail),
    }));
    const put = await Promise.allSettled(batches(entries).map((each) => putTwice(each, until)));
    for (const result of put) if (result.status === "rejected") throw result.reason;
  };
}

interface Refused {
  readonly entries: readonly Entry[];
  readonly error?: string;
}

function check({ entries, error = "Error" }: Refused): void {
  if (entries.length === 0) return;
  throw Object.assign(new Error(`The event bus did not accept ${entries.length} events.`), {
    name: error,
  });
}

function refusedOf(entries: readonly Entry[], status: number, body: string): Refused {
  if (status !== 200) return { entries, error: `Status${status}` };
  const { Entries = [] } = JSON.parse(body) as { Entries?: { ErrorCode?: string }[] };
  const refused = entries.filter((_, index) => Entries[index]?.ErrorCode !== undefined);
  const error = Entries.find(({ ErrorCode }) => ErrorCode !== undefined)?.ErrorCode;
  return { entries: refused, ...(error !== undefined && { error }) };
}

/** Divides entries into requests within EventBridge's limits. */
function batches(entries: readonly Entry[]): Entry[][] {
  const all: Entry[][] = [];
  let left = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.Detail) + BESIDE_DETAIL;
    const last = all.at(-1);
    if (last && size <= left && last.length < MOST_ENTRIES) last.push(entry);
    else {
      all.push([entry]);
      left = MOST_BYTES;
    }
    left -= size;
  }
  return all;
}
