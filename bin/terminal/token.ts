// Where a token comes from: the local server's issuer, or the command line.
import { decodeJwt } from "jose";
import * as z from "zod";
import { UsageError, type Settings } from "./arguments.ts";
import { CannotConnect, Refused } from "./socket.ts";

export interface Token {
  token: string;
  /** Seconds; unknown if the token came from the command line. */
  expiresIn?: number;
}

const granted = z.object({ token: z.string(), expires_in: z.number() });
const refused = z.object({ error: z.string() });

/** @throws CannotConnect, or Refused if the answer is no token */
export async function getToken(settings: Settings): Promise<Token> {
  if (settings.kind === "token") return { token: settings.token };
  const { tokenUrl, userId, name } = settings;
  let response: Response;
  try {
    response = await fetch(tokenUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user_id: userId, first_name: name }),
      signal: AbortSignal.timeout(10_000),
    });
  } catch (error) {
    const { origin } = new URL(tokenUrl);
    throw new CannotConnect(
      `Nothing answers at ${origin}. Is it running? \`npm start\` starts it.`,
      {
        cause: error,
      },
    );
  }
  const body: unknown = await response.json().catch(() => undefined);
  const token = granted.safeParse(body).data;
  if (response.ok && token) return { token: token.token, expiresIn: token.expires_in };
  const why = refused.safeParse(body).data?.error ?? "Is it Parley's local server?";
  throw new Refused(`${tokenUrl} gave no token (${response.status}). ${why}`);
}

/**
 * Whose connection it will be.
 *
 * @throws UsageError if the token is none, or names nobody
 */
export function userIdOf(settings: Settings): string {
  if (settings.kind === "local") return settings.userId;
  try {
    const { sub } = decodeJwt(settings.token);
    if (sub) return sub;
  } catch {
    throw new UsageError("--token is no JWT.");
  }
  throw new UsageError("--token names nobody: it has no `sub`.");
}
