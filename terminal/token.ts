// Gets a token: from the local server's issuer, or from the command line.
import { decodeJwt } from "jose";
import { Unauthorized } from "../client/index.ts";
import { UsageError, type Settings } from "./arguments.ts";

const NAMES =
  "A name has up to 128 of the characters A-Z a-z 0-9 . _ : @ | -, and some words are taken.";

/** No token is available now; `message` gives the reason in one line. */
export class TokenError extends Error {
  override name = "TokenError";
}

/** @throws TokenError, or Unauthorized if a retry cannot succeed */
export async function getToken(settings: Settings): Promise<string> {
  if (settings.kind === "token") return unexpired(settings.token);
  const { tokenUrl, userId, name } = settings;
  let response: Response;
  try {
    response = await fetch(tokenUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user_id: userId, first_name: name }),
      signal: AbortSignal.timeout(10_000),
    });
  } catch (cause) {
    const { origin } = new URL(tokenUrl);
    const message = `Nothing answers at ${origin}. Is it running? \`npm start\` starts it.`;
    throw new TokenError(message, { cause });
  }
  const body = (await response.json().catch(() => undefined)) as
    { token?: unknown; error?: unknown } | undefined;
  if (response.ok && typeof body?.token === "string") return body.token;
  if (response.status === 400) throw new Unauthorized(`Nobody can be called ${userId}. ${NAMES}`);
  const why = typeof body?.error === "string" ? body.error : "Is it Parley's local server?";
  throw new Unauthorized(`${tokenUrl} gave no token (${response.status}). ${why}`);
}

function unexpired(token: string): string {
  const { exp = Infinity } = decodeJwt(token);
  if (exp * 1_000 > Date.now()) return token;
  throw new Unauthorized("The token has run out. Start again with a new one.");
}

/**
 * The id of the user who will connect.
 *
 * @throws UsageError if the token is not a JWT, or has no `sub`
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
