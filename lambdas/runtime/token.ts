// Where a handshake carries its token: the Authorization header, or `?token=` for browsers, which cannot set one.

export interface AuthorizerEvent {
  readonly methodArn: string;
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
}

/** The token, or "" if there is none. A header's name comes in the case in which the client wrote it. */
export function tokenOf({ headers, queryStringParameters }: AuthorizerEvent): string {
  const header = Object.entries(headers ?? {}).find(
    ([name]) => name.toLowerCase() === "authorization",
  )?.[1];
  const bearer = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  return bearer ?? queryStringParameters?.token ?? "";
}
