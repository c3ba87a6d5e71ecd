// The text that `npm start` prints once it is ready: its addresses, and the next commands.
import type { Server } from "../server.ts";
import type { Settings } from "./settings.ts";

type Addresses = Pick<Server, "url" | "httpUrl" | "networkUrl">;

export function welcome({ url, httpUrl, networkUrl }: Addresses, settings: Settings): string {
  const chat = httpUrl === "http://localhost:3000" ? "" : ` --url ${httpUrl}`;
  return `
Parley is ready. Ctrl-C ends it; everything is kept.

  Chat        ${httpUrl}
  WebSocket   ${url}
  Tokens      POST ${httpUrl}/token  {"user_id": "ann"}
  Data        ${settings.dynamodbEndpoint ?? settings.dataDir}

Next, in two windows of a browser:

  ${httpUrl}/?as=ann#/with/bob
  ${httpUrl}/?as=bob#/with/ann

${otherMachines(networkUrl)}

or in a terminal:  npm run chat -- --as ann${chat}
`;
}

const otherMachines = (networkUrl: string | undefined): string =>
  networkUrl === undefined
    ? "or on a phone in this network: start it by  npm start -- --host 0.0.0.0"
    : `or on a phone in this network:  ${networkUrl}/?as=bob#/with/ann
Everybody in this network can sign in as anybody, without a password.`;
