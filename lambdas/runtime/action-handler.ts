// The Lambda of an action: parses the frame, runs the use case, delivers its event to the room, and replies with the
// same event to the caller.

import type * as z from "zod/mini";
import type { Action } from "../../protocol/action.ts";
import type { ActionName, Payload } from "../../protocol/actions.ts";
import { ChatError } from "../chat/errors.ts";
import type { FanOutQueue } from "../chat/fan-out-queue.ts";
import type { Files } from "../chat/files.ts";
import type { Outcome, UseCase } from "../chat/request.ts";
import type { DeliveryCounts } from "../delivery/broadcast.ts";
import { dispatch, eventFor, type Delivery } from "./dispatch.ts";
import { frameOf } from "./frame.ts";
import type { PublishUntil } from "./event-bus.ts";
import { log } from "./log.ts";
import { messageHandler, type FrameResponse, type FrameRequest } from "./message-handler.ts";
import { parsePayload } from "./payload.ts";
import { openRequest } from "./request.ts";
import { userStore } from "./user-store.ts";
import { openClose, openPost, storeWithin } from "./services.ts";
import { timeLimit } from "./time-limit.ts";

interface Resources {
  /** For actions that queue events of large rooms. */
  readonly queue?: FanOutQueue;
  /** For actions that publish to other systems, if there is a bus. */
  readonly publish?: PublishUntil | undefined;
  /** For actions that use files. */
  readonly files?: Files;
}

/** The Lambda handler of `action`: runs `useCase` with the services that it needs. */
export const actionHandler = <Name extends ActionName>(
  action: Action<Name, z.ZodMiniType<Payload<Name>>>,
  useCase: UseCase<Name>,
  { queue, files, publish }: Resources = {},
) => {
  const delivery = action.grants.post ? openDelivery(queue, publish) : undefined;

  return messageHandler(
    action.name,
    async ({ frame, requestId, caller, arrival, note }: FrameRequest): Promise<FrameResponse> => {
      const payload = parsePayload(action, frame, caller.userId);
      note({ room: roomOf(payload) });
      const limit = timeLimit(arrival);
      const request = openRequest(caller, storeWithin(limit.signal), limit.deadline, files);
      try {
        const outcome = (await useCase(payload, request)) as Outcome;
        const data = JSON.stringify(outcome.data);
        const counts = await dispatch(outcome, data, request, delivery);
        const event = eventFor(outcome.event, caller.userId);
        const body = frameOf(event, data, { requestId, nextCursor: outcome.nextCursor });
        const { room } = outcome;
        const fields = { ...(room !== undefined && { room }), ...entryIn(outcome), ...counts };
        return { body, fields, ...(counts && { counts: measured(counts) }) };
      } catch (error) {
        if (error instanceof ChatError && error.isFlood) await end(caller.connectionId);
        throw error;
      } finally {
        await request.flush();
        limit.clear();
      }
    },
  );
};

// A caller that floods has received an error for each request, so the connection is closed without another.
async function end(connection: string): Promise<void> {
  try {
    await openClose()(connection);
    log("warn", "closed a connection that floods", { connection });
  } catch (error) {
    log("warn", "a connection that floods was not closed", { connection, error });
  }
}

const openDelivery = (queue: FanOutQueue | undefined, publish?: PublishUntil): Delivery => ({
  post: openPost(),
  ...(queue && { queue }),
  publish,
  forget: (userId, connectionId) => userStore.forget(userId, connectionId, Date.now()),
});

const measured = ({ sent, gone, failed, throttled }: DeliveryCounts) => ({
  sent,
  gone,
  failed,
  throttled,
  fanOut: sent + gone + failed,
});

/** The log entry that an action appended or referred to, for an operator who traces a message. */
function entryIn({ data }: Outcome): { message_id?: string; rev?: number } {
  const {
    _id,
    message_id = _id,
    room_id,
    rev,
  } = data as Partial<Record<string, string>> & {
    readonly rev?: number;
  };
  // A room has an `_id` too, but no `room_id`.
  return {
    ...(room_id !== undefined && message_id !== undefined && { message_id }),
    ...(rev !== undefined && { rev }),
  };
}

const roomOf = (payload: unknown): unknown => (payload as { room_id?: unknown }).room_id;
