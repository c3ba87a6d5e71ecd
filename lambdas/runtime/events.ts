// The events of API Gateway's WebSocket API, reduced to the fields that are used.

/** The authorizer's result at the handshake. Every event of the connection holds it, as strings. */
export interface AuthorizerContext {
  readonly principalId: string;
  /** When the token expires, in epoch seconds. */
  readonly exp: string;
  readonly first_name?: string;
}

export interface WebSocketEvent {
  readonly body?: string;
  /** Only at the handshake. */
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>>;
  readonly requestContext: {
    readonly connectionId: string;
    readonly requestId: string;
    /** Epoch milliseconds. */
    readonly connectedAt: number;
    readonly authorizer?: AuthorizerContext;
  };
}

/** The result of a route. API Gateway treats any other key as an error. */
export interface RouteResponse {
  readonly statusCode: number;
  readonly body?: string;
}

/** The user of a connection, and when their token expires. Throws if the route has no authorizer. */
export function identity({ requestContext }: WebSocketEvent) {
  const { authorizer, connectionId } = requestContext;
  if (!authorizer) throw new Error("The API has no authorizer on $connect.");
  const { principalId: userId, exp, first_name: firstName } = authorizer;
  return {
    caller: { userId, connectionId, ...(firstName !== undefined && { firstName }) },
    expiresAt: Number(exp) * 1_000,
  };
}
