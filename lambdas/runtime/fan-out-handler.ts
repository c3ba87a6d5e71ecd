// Handles a batch of the fan-out queue: rooms and slices concurrently. Failed messages are reported to SQS, so that
// only they are received again.

import { setTimeout } from "node:timers/promises";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { fanOut, fanOutSlice } from "../chat/fan-out.ts";
import type { FanOutContext } from "../chat/fan-out-context.ts";
import type { FanOutQueue } from "../chat/fan-out-queue.ts";
import type { Store } from "../chat/ports.ts";
import { summed } from "../delivery/broadcast.ts";
import { paced } from "../delivery/pace.ts";
import { postFrames } from "../delivery/post-frames.ts";
import type { Posting } from "../delivery/post-to-all.ts";
import type { Post } from "../delivery/post.ts";
import { DELIVERY } from "../delivery/times.ts";
import { FAN_OUT } from "../routes.ts";
import { DEFAULTS, ENVIRONMENT } from "../names.ts";
import { numberFrom } from "./environment.ts";
import type { PublishUntil } from "./event-bus.ts";
import { correlationIds, groupsOf, readRecord } from "./fan-out-event.ts";
import { correlated } from "./invocation.ts";
import { log } from "./log.ts";
import { metrics } from "./metrics.ts";
import { SIZES } from "./request.ts";

const POSTS_PER_SECOND = numberFrom(
  ENVIRONMENT.fanOutPostsPerSecond,
  DEFAULTS.fanOutPostsPerSecond,
);

/** Maximum posts of one batch, which it has time for. The rest is queued as slices. */
const POSTS = Math.min(2_000, 5 * POSTS_PER_SECOND);

/** Concurrent posts: so few that the pace lets each begin in a fraction of its time limit. */
const PERMITS = Math.max(1, Math.min(100, Math.floor(POSTS_PER_SECOND / 5)));

/** Posts end this long before the Lambda's time limit, which leaves time for writes and the result. */
const RESERVE_MS = 2_000;

/** The handler of batches. Never throws. `storeWithin` opens a batch's store, whose calls end when `signal` aborts. */
export function fanOutHandler(
  storeWithin: (signal: AbortSignal) => Store,
  queue: FanOutQueue,
  posts: Post,
  publish?: PublishUntil,
): (
  event: SQSEvent,
  context: Pick<Context, "getRemainingTimeInMillis">,
) => Promise<SQSBatchResponse> {
  const post = paced(posts, POSTS_PER_SECOND);

  return async (event, context) => {
    const started = Date.now();
    const groups = groupsOf(event);
    const postings: Posting[] = [];
    const left = context.getRemainingTimeInMillis();
    const postUntil = started + left - RESERVE_MS;
    const store = storeWithin(AbortSignal.timeout(left));
    const fanOutContext: FanOutContext = {
      rooms: store.rooms,
      log: store.log,
      largeRooms: store.largeRooms,
      queue,
      sizes: SIZES,
      // If a hanging bus made the Lambda time out, everything would be delivered again.
      publish: publish && ((events) => publish(events, postUntil + RESERVE_MS / 2)),
      posts: Math.ceil(POSTS / groups.length),
      async post(targets) {
        const permits = Math.ceil(PERMITS / groups.length);
        const wholeMs = Math.max(0, postUntil - Date.now());
        const done = await postFrames(post, targets, { ...DELIVERY, permits, wholeMs });
        postings.push(...done);
        return done.filter(({ posted }) => posted === "gone").map(({ target }) => target);
      },
      now: () => Date.now(),
      wait: (ms) => setTimeout(ms),
      skipped: ({ room, rev, error }) => {
        log("error", "an entry was skipped", { room, rev, error });
      },
    };
    const failed = await Promise.all(groups.map((records) => handleGroup(records, fanOutContext)));
    report(event, started, postings);
    const batchItemFailures = failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId }));
    return { batchItemFailures };
  };
}

/**
 * Handles the messages of a group, and returns those that failed: after a failure all later ones fail too, since they
 * must not overtake it. Log lines have the request id of the group's first message.
 */
const handleGroup = (
  records: readonly SQSRecord[],
  context: FanOutContext,
): Promise<readonly SQSRecord[]> =>
  correlated(correlationIds(records)[0], () => handleRecords(records, context));

async function handleRecords(
  records: readonly SQSRecord[],
  context: FanOutContext,
): Promise<readonly SQSRecord[]> {
  const read = records.map(readRecord);
  const unread = read.indexOf(undefined);
  const messages = read.slice(0, unread < 0 ? read.length : unread).flatMap((each) => each ?? []);
  if (unread >= 0)
    log("error", FAN_OUT.file, { reason: "A message of the queue has an unknown form." });
  try {
    const events = messages.flatMap((each) => ("rev" in each ? each : []));
    if (events[0]) await fanOut(events[0].room, events, context);
    for (const each of messages) if (!("rev" in each)) await fanOutSlice(each, each, context);
    return records.slice(messages.length);
  } catch (error) {
    const [first] = messages;
    log("error", FAN_OUT.file, { room: first?.room, receipts: first?.receipts, error });
    return records;
  }
}

/** `<room>#<rev>`, as in the log line of the action that queued it. */
function entryOf(record: SQSRecord): string[] {
  const message = readRecord(record);
  if (!message) return [];
  return [`${message.room}#${"rev" in message ? message.rev : message.to}`];
}

function report({ Records }: SQSEvent, started: number, postings: readonly Posting[]): void {
  const ms = Date.now() - started;
  const { counts } = summed(postings);
  const { sent, gone, failed, throttled } = counts;
  const counted = { sent, gone, failed, throttled, fanOut: sent + gone + failed };
  const entries = Records.flatMap(entryOf);
  const correlation_ids = correlationIds(Records);
  const fields = { messages: Records.length, entries, correlation_ids, ...counts, ms };
  log("info", FAN_OUT.file, { ...fields, ...metrics(FAN_OUT.file, ms, counted) });
}
