// Two users of a deployment, each with an open connection.

import { decodeJwt } from "jose";
import { openConnection, type TestUser } from "./test-user.ts";

export interface Target {
  /** The URL of the WebSocket API, `wss://…`, with the stage. */
  readonly url: string;
  /** Tokens of two users. */
  readonly tokens: readonly [string, string];
  /** The timeout of a handshake, a reply or a push, in milliseconds. Default: 30,000. */
  readonly patienceMs?: number;
}

/** Connects both users. If either is refused, closes the other's connection and rejects. */
export async function meet({ url, tokens, patienceMs }: Target): Promise<[TestUser, TestUser]> {
  const [one, other] = tokens.map(
    async (token) => await openConnection(url, token, subjectOf(token), patienceMs),
  ) as [Promise<TestUser>, Promise<TestUser>];
  try {
    return await Promise.all([one, other]);
  } catch (error) {
    for (const opened of await Promise.allSettled([one, other])) {
      if (opened.status === "fulfilled") await opened.value.leave();
    }
    throw error;
  }
}

function subjectOf(token: string): string {
  const { sub } = decodeJwt(token);
  if (!sub) throw new Error("A token has no sub.");
  return sub;
}
