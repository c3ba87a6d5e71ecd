// Parses the command line of `npm run chat -- …`.
import { parseArgs } from "node:util";
import { isUserId } from "../protocol/users.ts";

/** Who connects and where: with a given token, or with a user id for which the local server issues one. */
export type Settings =
  | { kind: "local"; userId: string; name?: string; tokenUrl: string; webSocketUrl: string }
  | { kind: "token"; token: string; webSocketUrl: string };

/** An invalid command line; `message` says why, for the user. */
export class UsageError extends Error {
  override name = "UsageError";
}

export const USAGE = `Usage: npm run chat -- --as <user id> [--name <first name>] [--url http://localhost:3000]
       npm run chat -- --token <JWT> --url wss://<api>.execute-api.<region>.amazonaws.com/<stage>`;

/** @throws UsageError */
export function parseArguments(args: string[]): Settings | { kind: "help" } {
  const { as, name, url, token, help } = options(args);
  if (help) return { kind: "help" };
  const address = addressOf(url ?? "http://localhost:3000");
  if (token !== undefined) {
    if (!isWebSocket(address)) throw new UsageError("With --token, --url must be ws:// or wss://.");
    return { kind: "token", token, webSocketUrl: address.href };
  }
  if (as === undefined) throw new UsageError("--as says who you are, for example --as ann.");
  if (!isUserId(as)) {
    throw new UsageError("--as must be 1 to 128 characters out of A-Z a-z 0-9 . _ : @ | -");
  }
  if (isWebSocket(address)) throw new UsageError("A ws:// or wss:// address needs a --token.");
  return {
    kind: "local",
    userId: as,
    ...(name === undefined ? {} : { name }),
    tokenUrl: new URL("/token", address).href,
    webSocketUrl: new URL("/local", address).href.replace(/^http/, "ws"),
  };
}

function options(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        as: { type: "string" },
        name: { type: "string" },
        url: { type: "string" },
        token: { type: "string" },
        help: { type: "boolean" },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function addressOf(text: string): URL {
  if (/^(http|ws)s?:\/\//.test(text) && URL.canParse(text)) return new URL(text);
  throw new UsageError(`--url must begin with http:// or wss://, not be "${text}".`);
}

function isWebSocket(url: URL): boolean {
  return url.protocol === "ws:" || url.protocol === "wss:";
}
