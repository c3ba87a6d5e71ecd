// Handles a frame on any route: reads the caller, parses the frame, answers failures with an error frame, logs one
// line.

import { ChatError } from "../chat/errors.ts";
import type { Caller } from "../chat/request.ts";
import { isUnavailable } from "../http/unavailable.ts";
import { identity, type RouteResponse, type WebSocketEvent } from "./events.ts";
import { checkSize, errorFrame, parseFrame, requestIdOf } from "./frame.ts";
import { tracedEvent } from "./invocation.ts";
import { log, type Fields } from "./log.ts";
import { metrics, type Counted } from "./metrics.ts";

export interface FrameRequest {
  readonly frame: Record<string, unknown>;
  readonly requestId: string | undefined;
  readonly caller: Caller;
  /** When the request arrived, in epoch milliseconds. */
  readonly arrival: number;
  /** Adds fields to the request's log line, whether or not it is refused. */
  readonly note: (fields: Fields) => void;
}

export interface FrameResponse {
  /** The reply: a whole server frame. */
  readonly body: string;
  /** Further fields of the log line. */
  readonly fields: Fields;
  /** Metrics to count. */
  readonly counts?: Counted;
}

/** The handler of a route around `answer`. It always returns a body: API Gateway sends an empty message without one. */
export const messageHandler = (
  route: string,
  answer: (request: FrameRequest) => Promise<FrameResponse>,
) =>
  tracedEvent(async (event: WebSocketEvent): Promise<RouteResponse> => {
    const started = Date.now();
    const { connectionId: connection, requestId: reference } = event.requestContext;
    const about: { action?: string; requestId?: string | undefined } = {};
    const line: Fields = { connection, user: event.requestContext.authorizer?.principalId };
    const noted: Fields = {};
    const note = (fields: Fields) => void Object.assign(noted, fields);
    try {
      const { caller, expiresAt } = identity(event);
      const frame = parseFrame(event.body);
      if (typeof frame.action === "string") about.action = frame.action.slice(0, MAX_NAME);
      about.requestId = requestIdOf(frame);
      checkSize(event.body);
      if (Date.now() >= expiresAt) throw tokenExpired();

      const read = { frame, requestId: about.requestId, caller, arrival: started, note };
      const { body, fields, counts } = await answer(read);
      const ms = Date.now() - started;
      const request = { ...line, request_id: about.requestId };
      log("info", route, { ...request, ...noted, ...fields, ms, ...metrics(route, ms, counts) });
      return { statusCode: 200, body };
    } catch (thrown) {
      const error = asChatError(thrown);
      const ms = Date.now() - started;
      const measured = metrics(route, ms, { errors: isOurs(error) ? 1 : 0 });
      logFailure(error, route, { ...line, request_id: about.requestId, ...noted, ms, ...measured });
      return { statusCode: 200, body: errorFrame(error, { ...about, reference }) };
    }
  });

/** Maximum characters of an unknown action that are echoed. */
const MAX_NAME = 128;

const tokenExpired = () =>
  new ChatError("TOKEN_EXPIRED", "Your token has run out. Connect again with a new one.");

/** The failure as the client receives it, without details of an unexpected one. */
function asChatError(thrown: unknown): ChatError {
  if (thrown instanceof ChatError) return thrown;
  return isUnavailable(thrown)
    ? new ChatError("UNAVAILABLE", "The service is busy. Try again.", { cause: thrown })
    : new ChatError("INTERNAL", "Something went wrong on our side.", { cause: thrown });
}

const isOurs = ({ code }: ChatError): boolean => code === "INTERNAL" || code === "UNAVAILABLE";

function logFailure(error: ChatError, route: string, line: Fields): void {
  const { code, message: reason, cause } = error;
  if (code === "INTERNAL") log("error", route, { ...line, code, error: cause });
  else if (cause instanceof Error) log("warn", route, { ...line, code, reason, cause: cause.name });
  else log("info", route, { ...line, code, reason });
}
