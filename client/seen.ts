// Throttles `messageSeen` in large rooms to one request per interval, for the furthest message. Small rooms are not
// throttled.

import type { EventData, PayloadInput } from "../protocol/actions.ts";
import type { RequestOptions } from "./api.ts";
import type { Context } from "./context.ts";
import { cancellable } from "./requests.ts";

type Payload = PayloadInput<"messageSeen">;
type Send = (payload: Payload, request?: RequestOptions) => Promise<EventData<"messageSeen">>;

/** The request that is sent when a room's interval ends; all callers since the last one share its answer. */
interface Next {
  payload: Payload;
  readonly answer: ReturnType<Send>;
  readonly send: (send: Send) => void;
}

export function makeSeen(context: Context, isLarge: (roomId: string) => boolean, send: Send): Send {
  const { timers, timing } = context;
  /** Rooms in their interval after a request. */
  const throttled = new Map<string, Next | undefined>();

  const sendAndThrottle: Send = (payload, request) => {
    const { room_id } = payload;
    const end = (sendNext: Send): void => {
      const next = throttled.get(room_id);
      throttled.delete(room_id);
      next?.send(sendNext);
    };
    throttled.set(room_id, undefined);
    timers.after(
      timing.seenThrottle,
      () => {
        end(sendAndThrottle);
      },
      () => {
        end(send);
      },
    );
    return send(payload, request);
  };

  function makeNext(roomId: string, payload: Payload): Next {
    let sendNow: Next["send"] = () => undefined;
    const answer: ReturnType<Send> = new Promise((resolve) => {
      sendNow = (sendNext) => {
        resolve(sendNext(next.payload));
      };
    });
    const next: Next = { payload, answer, send: sendNow };
    throttled.set(roomId, next);
    return next;
  }

  return (payload, request) => {
    const { room_id } = (payload as Payload | undefined) ?? { room_id: "" };
    if (!isLarge(room_id)) return send(payload, request);
    if (!throttled.has(room_id)) return sendAndThrottle(payload, request);
    return cancellable(context, request, () => {
      const next = throttled.get(room_id) ?? makeNext(room_id, payload);
      // Never backwards. The `seq` of a message named by its id is known to the server only.
      const isFurther = (payload.seq ?? Infinity) >= (next.payload.seq ?? 0);
      if (isFurther) next.payload = { ...payload };
      return next.answer;
    });
  };
}
