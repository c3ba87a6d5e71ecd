// A batch of the fan-out's queue: which messages belong together, and what they say.

import type { SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";

import type { HandOver, Received, Slice } from "../chat/fan-out-queue.ts";
import { CORRELATION_ID } from "../delivery/fan-out-queue.ts";

const handOver = z.object({
  room: z.string(),
  rev: z.int(),
  again: z.exactOptional(z.object({ except: z.string() })),
}) satisfies z.ZodMiniType<HandOver>;

const slice = z.object({
  room: z.string(),
  after: z.int(),
  to: z.int(),
  behind: z.string(),
  index: z.int(),
  except: z.exactOptional(z.string()),
  cause: z.exactOptional(z.string()),
}) satisfies z.ZodMiniType<Slice>;

export type ReceivedSlice = Slice & Pick<Received, "receipts">;

/** The messages of each group, in their order. */
export function groupsOf({ Records }: SQSEvent): SQSRecord[][] {
  const groups = new Map<string, SQSRecord[]>();
  for (const record of Records) {
    const { MessageGroupId = "" } = record.attributes;
    groups.set(MessageGroupId, [...(groups.get(MessageGroupId) ?? []), record]);
  }
  return [...groups.values()];
}

/** The requests that messages come of, each once, in the order of the messages. */
export const correlationIds = (records: readonly SQSRecord[]): string[] => [
  ...new Set(
    records.flatMap(
      ({ messageAttributes }) => messageAttributes[CORRELATION_ID]?.stringValue ?? [],
    ),
  ),
];

/** What a message says; nothing if it is none of ours. */
export function readRecord(record: SQSRecord): Received | ReceivedSlice | undefined {
  const receipts = Number(record.attributes.ApproximateReceiveCount);
  const body = parse(record.body);
  const event = handOver.safeParse(body).data;
  if (event) return { ...event, receipts, id: record.messageId };
  const { data } = slice.safeParse(body);
  return data && { ...data, receipts };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
