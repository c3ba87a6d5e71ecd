// The events that the Lambdas receive, with the same fields as on AWS.
import type { Caller, HandshakeRequest, Pairs } from "./handshake-request.ts";
import { newId } from "./identifiers.ts";

/** The names of the simulated deployment, which every event carries. */
export interface Deployment {
  apiId: string;
  domainName: string;
  stage: string;
}

/**
 * The event of a REQUEST authorizer. Without a query, its query fields are `{}`; the event of `$connect` omits them.
 */
export function authorizerEvent(
  deployment: Deployment,
  { caller, headers, query }: HandshakeRequest,
) {
  return {
    type: "REQUEST",
    methodArn: methodArn(deployment),
    headers: single(headers),
    multiValueHeaders: multiple(headers),
    queryStringParameters: single(query),
    multiValueQueryStringParameters: multiple(query),
    stageVariables: {},
    requestContext: requestContext(deployment, caller, "$connect", "CONNECT"),
  };
}

export function connectEvent(deployment: Deployment, { caller, headers, query }: HandshakeRequest) {
  return {
    headers: single(headers),
    multiValueHeaders: multiple(headers),
    ...(query.length > 0 && {
      queryStringParameters: single(query),
      multiValueQueryStringParameters: multiple(query),
    }),
    requestContext: requestContext(deployment, caller, "$connect", "CONNECT"),
    isBase64Encoded: false,
  };
}

/** The event of a message. It has no headers and no query: a handler that needs them stores them at `$connect`. */
export function messageEvent(
  deployment: Deployment,
  caller: Caller,
  routeKey: string,
  body: string,
) {
  return {
    requestContext: {
      ...requestContext(deployment, caller, routeKey, "MESSAGE"),
      messageId: newId(),
    },
    body,
    isBase64Encoded: false,
  };
}

export function disconnectEvent(
  deployment: Deployment,
  caller: Caller,
  disconnectStatusCode: number,
  disconnectReason: string,
) {
  // AWS sends these four headers instead of the handshake's, all of them empty except the host.
  const headers: Pairs = [
    ["Host", deployment.domainName],
    ["x-api-key", ""],
    ["X-Forwarded-For", ""],
    ["x-restapi", ""],
  ];
  return {
    headers: single(headers),
    multiValueHeaders: multiple(headers),
    requestContext: {
      ...requestContext(deployment, caller, "$disconnect", "DISCONNECT"),
      disconnectStatusCode,
      disconnectReason,
    },
    isBase64Encoded: false,
  };
}

/** The ARN that an authorizer's policy must allow. Region and account are fictitious. */
export function methodArn({ apiId, stage }: Deployment): string {
  return `arn:aws:execute-api:us-east-1:000000000000:${apiId}/${stage}/$connect`;
}

function requestContext(
  { apiId, domainName, stage }: Deployment,
  { connectionId, connectedAt, sourceIp, authorizer }: Caller,
  routeKey: string,
  eventType: "CONNECT" | "MESSAGE" | "DISCONNECT",
) {
  const requestId = newId();
  const now = new Date();
  return {
    routeKey,
    eventType,
    extendedRequestId: requestId,
    requestTime: commonLogTime(now),
    messageDirection: "IN",
    stage,
    connectedAt,
    requestTimeEpoch: now.getTime(),
    identity: { sourceIp },
    requestId,
    domainName,
    connectionId,
    apiId,
    ...(authorizer && { authorizer }),
  };
}

/** The Common Log Format, for example 09/Feb/2024:18:11:43 +0000. */
function commonLogTime(time: Date): string {
  // "Fri, 09 Feb 2024 18:11:43 GMT"
  const [, day, month, year, clock] = time.toUTCString().split(" ");
  return [day, month, `${year ?? ""}:${clock ?? ""} +0000`].join("/");
}

/** Each name with the last of its values. */
function single(pairs: Pairs): Record<string, string> {
  return Object.fromEntries(pairs);
}

function multiple(pairs: Pairs): Record<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(values);
}
