// The types of Lambda handlers as the gateway invokes them, with the part of a Lambda's context that exists locally.

/** The context of an invocation. The remaining time is measured against the gateway's time limit. */
export interface InvocationContext {
  awsRequestId: string;
  functionName: string;
  getRemainingTimeInMillis(): number;
}

// Declared as a method: TypeScript compares a method's parameters bivariantly, so a handler may declare the event type
// that it expects (`APIGatewayProxyWebsocketEventV2`, …).
interface LambdaFunction {
  invoke(event: unknown, context: InvocationContext, callback?: unknown): unknown;
}

/**
 * A Lambda: takes an event and a context, and returns or resolves to its response. The gateway passes no callback; the
 * parameter only admits functions of the type `Handler` of `aws-lambda`.
 */
export type Handler = LambdaFunction["invoke"];

/** A route's integration. Two-way: the body of the handler's response is sent to the caller. */
export interface Route {
  handler: Handler;
  twoWay: boolean;
}
