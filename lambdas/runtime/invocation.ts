// Which invocation a line of log is of, under the names that AWS Powertools gives its fields. Invocations share a process
// on this machine, so it is carried along with what they await rather than in a variable.

import { AsyncLocalStorage } from "node:async_hooks";

/** What of a Lambda's context names the invocation. */
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
  /** Where X-Ray has a trace of it. */
  readonly xray_trace_id?: string;
}

const current = new AsyncLocalStorage<Invocation>();
let isCold = true;

/** The invocation that is being handled, as fields of a line. */
export const invocation = (): Invocation => current.getStore() ?? {};

/** Runs something whose lines tell that it comes of another request. */
export const correlated = <Result>(correlationId: string | undefined, run: () => Result): Result =>
  current.run(
    { ...invocation(), ...(correlationId !== undefined && { correlation_id: correlationId }) },
    run,
  );

/** The same handler, each line of which tells its invocation. */
export const traced =
  <Event, Result, Context extends InvocationContext = InvocationContext>(
    handler: (event: Event, context: Context) => Result,
  ) =>
  (event: Event, context: Context): Result =>
    current.run(fieldsOf(event, context), () => handler(event, context));

/** As `traced`, for a handler that has no need of the context itself. */
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

/** Lambda names a trace also where none is kept. */
const sampledTrace = (header = ""): string | undefined =>
  /Sampled=1/.test(header) ? /Root=([^;]+)/.exec(header)?.[1] : undefined;
