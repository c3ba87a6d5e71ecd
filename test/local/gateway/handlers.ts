// Handlers, routes and authorizers for the gateway's tests.
import type { APIGatewayProxyWebsocketEventV2 } from "aws-lambda";
import type { Handler, Route } from "../../../local/gateway/gateway.ts";

export const oneWay = (handler: Handler): Route => ({ handler, twoWay: false });
export const twoWay = (handler: Handler): Route => ({ handler, twoWay: true });

/** A handler that always returns the same response. */
export const returning = (response: unknown) => () => Promise.resolve(response);

/** A handler that always throws. */
export const throwing = (error: Error) => () => Promise.reject(error);

/** A handler that never ends. */
export const never: Handler = () => new Promise(() => undefined);

/** A handler that answers with the body of its event. */
export const echo: Handler = (event: APIGatewayProxyWebsocketEventV2) =>
  Promise.resolve({ statusCode: 200, body: event.body ?? "" });

/** A handler that records its events and answers 200. */
export function recorder<Event = Record<string, unknown>>() {
  const events: Event[] = [];
  const waiting: ((event: Event) => void)[] = [];
  const handler: Handler = (event: Event) => {
    events.push(event);
    waiting.shift()?.(event);
    return Promise.resolve({ statusCode: 200 });
  };
  return {
    events,
    handler,
    route: oneWay(handler),
    /** The next event from now on. */
    next: () => new Promise<Event>((resolve) => waiting.push(resolve)),
  };
}

/** A handler that waits until the test resumes it, and then calls `handler`. */
export function paused<Event = unknown>(handler: Handler = returning({ statusCode: 200 })) {
  const entered = gate<Event>();
  const resumed = gate();
  const waiting: Handler = async (event: Event, context) => {
    entered.open(event);
    await resumed.passed;
    return await handler(event, context);
  };
  return {
    handler: waiting,
    route: oneWay(waiting),
    /** Resolves with the event when the handler starts. */
    entered: entered.passed,
    resume: resumed.open,
  };
}

/** A promise that the test resolves. */
export function gate<T = void>() {
  let open!: (value: T) => void;
  const passed = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

/** An authorizer that allows every request, with the same context. */
export function allowing(context: Record<string, unknown> = {}): Handler {
  return (event: { methodArn: string }) => policy("Allow", event.methodArn, context);
}

export function policy(Effect: string, Resource: unknown, context: unknown = {}) {
  return Promise.resolve({
    principalId: "ann",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect, Action: "execute-api:Invoke", Resource }],
    },
    context,
  });
}
