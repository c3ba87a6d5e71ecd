// Sample events of API Gateway's WebSocket API for handlers.

import type { WebSocketEvent } from "../../lambdas/runtime/events.ts";

/** The time of these events, epoch milliseconds. */
export const NOW = Date.UTC(2024, 4, 15, 7, 19, 36, 621);
/** The expiry of an event's token, in epoch seconds. */
export const EXPIRY = Math.floor(NOW / 1_000) + 3_600;

export interface EventOptions {
  readonly exp?: number;
  readonly connectedAt?: number;
  readonly firstName?: string;
}

/** An event of ann's connection `c-ann`. A body that is not a string is sent as JSON. */
export function eventOf(
  body?: unknown,
  { exp = EXPIRY, connectedAt = NOW, firstName }: EventOptions = {},
): WebSocketEvent {
  return {
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    requestContext: {
      connectionId: "c-ann",
      requestId: "request-7",
      connectedAt,
      authorizer: {
        principalId: "ann",
        exp: String(exp),
        ...(firstName !== undefined && { first_name: firstName }),
      },
    },
  };
}
