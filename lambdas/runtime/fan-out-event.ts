// Reads a batch of the fan-out queue: groups its messages and parses them.

import type { SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { parseJson } from "../../protocol/json.ts";

import type { QueuedEvent, ReceivedEvent, Slice } from "../chat/fan-out-queue.ts";
import { CORRELATION_ID } from "../delivery/fan-out-queue.ts";

const queuedEvent = z.object({
  room: z.string(),
  rev: z.int(),
  again: z.exactOptional(z.object({ except: z.string() })),
}) satisfies z.ZodMiniType<QueuedEvent>;

const slice = z.object({
  room: z.string(),
  after: z.int(),
  to: z.int(),
  behind: z.string(),
  index: z.int(),
  except: z.exactOptional(z.string()),
  cause: z.exactOptional(z.string()),
}) satisfies z.ZodMiniType<Slice>;

export type ReceivedSlice = Slice & Pick<ReceivedEvent, "receipts">;

/** The messages of each group, in their order. */
export function groupsOf({ Records }: SQSEvent): SQSRecord[][] {
  const groups = new Map<string, SQSRecord[]>();
  for (const record of Records) {
    const { MessageGroupId = "" } = record.attributes;
    groups.set(MessageGroupId, [...(groups.get(MessageGroupId) ?? []), record]);
  }
  return [...groups.values()];
}

/** The ids of the requests that sent the messages, without duplicates, in the order of the messages. */
export const correlationIds = (records: readonly SQSRecord[]): string[] => [
  ...new Set(
    records.flatMap(
      ({ messageAttributes }) => messageAttributes[CORRELATION_ID]?.stringValue ?? [],
    ),
  ),
];

/** Parses a message. Returns undefined if it is not from this application. */
export function readRecord(record: SQSRecord): ReceivedEvent | ReceivedSlice | undefined {
  const receipts = Number(record.attributes.ApproximateReceiveCount);
  const body = parseJson(record.body);
  const event = queuedEvent.safeParse(body).data;
  if (event) return { ...event, receipts, id: record.messageId };
  const { data } = slice.safeParse(body);
  return data && { ...data, receipts };
}
