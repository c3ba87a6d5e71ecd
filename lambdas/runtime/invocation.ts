// Identifies the invocation of each log line, with field names of AWS Powertools. On a developer's machine invocations
// share a process, so asynchronous context carries the invocation, not a variable.

import { AsyncLocalStorage } from "node:async_hooks";

/** The part of a Lambda's context that identifies the invocation. */
export interface InvocationContext {
  readonly awsRequestId?: string;
}

/** The fields of one invocation's lines. */
export interface Invocation {
  /** API Gateway's request: the `requestId` of the access log, and the `reference` in an error's frame. */
  readonly correlation_id?: string;
  readonly function_request_id?: string;
  /** Whether the container was started for it. */
  readonly cold_start?: boolean;
  /** The id of its trace in X-Ray, if it was sampled. */
  readonly xray_trace_id?: string;
}

const current = new AsyncLocalStorage<Invocation>();
let isCold = true;

/** The current invocation, as fields of a log line. */
export const invocation = (): Invocation => current.getStore() ?? {};

/** Runs a function whose log lines have another request's correlation id. */
export const correlated = <Result>(correlationId: string | undefined, run: () => Result): Result =>
  current.run(
    { ...invocation(), ...(correlationId !== undefined && { correlation_id: correlationId }) },
    run,
  );

/** A handler whose log lines identify the invocation. */
export const traced =
  <Event, Result, Context extends InvocationContext = InvocationContext>(
    handler: (event: Event, context: Context) => Result,
  ) =>
  (event: Event, context: Context): Result =>
    current.run(fieldsOf(event, context), () => handler(event, context));

/** As `traced`, for a handler that does not use the context. */
export const tracedEvent =
  <Event, Result>(handler: (event: Event) => Result) =>
  (event: Event, context?: InvocationContext): Result =>
    current.run(fieldsOf(event, context), () => handler(event));

function fieldsOf(event: unknown, context?: InvocationContext): Invocation {
  const { requestContext } = Object(event) as { requestContext?: { requestId?: string } };
  const correlation = requestContext?.requestId;
  const trace = sampledTrace(process.env._X_AMZN_TRACE_ID);
  return {
    ...(correlation !== undefined && { correlation_id: correlation }),
    ...(context?.awsRequestId !== undefined && {
      function_request_id: context.awsRequestId,
      cold_start: wasCold(),
    }),
    ...(trace !== undefined && { xray_trace_id: trace }),
  };
}

function wasCold(): boolean {
  const was = isCold;
  isCold = false;
  return was;
}

/** The trace id if the trace is sampled. Lambda also sets the header for traces that X-Ray does not keep. */
const sampledTrace = (header = ""): string | undefined =>
  /Sampled=1/.test(header) ? /Root=([^;]+)/.exec(header)?.[1] : undefined;
