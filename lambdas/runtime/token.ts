// Reads the token of a handshake, from the Authorization header, or from `?token=` for browsers, which cannot set one.

export interface AuthorizerEvent {
  readonly methodArn: string;
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
}

/** The token, or "" if there is none. Header names keep the case in which the client wrote them. */
export function tokenOf({ headers, queryStringParameters }: AuthorizerEvent): string {
  const header = Object.entries(headers ?? {}).find(
    ([name]) => name.toLowerCase() === "authorization",
  )?.[1];
  const bearer = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  return bearer ?? queryStringParameters?.token ?? "";
}
