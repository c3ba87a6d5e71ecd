// What the gateway calls: a Lambda's handler, and the part of a Lambda's context that is true on this machine.

/** The context of one invocation. The remaining time is that of the gateway's wait for an answer. */
export interface InvocationContext {
  awsRequestId: string;
  functionName: string;
  getRemainingTimeInMillis(): number;
}

// A method's parameters are compared both ways, a function's only one way: written as a method, the type takes a
// handler typed with the event it expects (`APIGatewayProxyWebsocketEventV2`, …) as it is.
interface LambdaFunction {
  invoke(event: unknown, context: InvocationContext, callback?: unknown): unknown;
}

/**
 * A Lambda: takes an event and a context, returns or resolves to its response. The gateway passes no callback; the
 * parameter only lets functions in that are typed with `Handler` of `aws-lambda`.
 */
export type Handler = LambdaFunction["invoke"];

/** A route's integration. Two-way: the body that the handler returns goes back to the caller. */
export interface Route {
  handler: Handler;
  twoWay: boolean;
}
