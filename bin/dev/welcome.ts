// What `npm start` says once it is ready: where it listens, and what to type next.
import type { Server } from "../server.ts";
import type { Settings } from "./settings.ts";

export function welcome({ url, httpUrl }: Server, settings: Settings): string {
  const chat = httpUrl === "http://localhost:3000" ? "" : ` --url ${httpUrl}`;
  return `
Parley is ready. Ctrl-C ends it; everything is kept.

  WebSocket   ${url}
  Tokens      POST ${httpUrl}/token  {"user_id": "ann"}
  Data        ${settings.dynamodbEndpoint ?? settings.dataDir}

Next, in two more terminals:

  npm run chat -- --as ann${chat}
  npm run chat -- --as bob${chat}

and as ann:  /new bob Hello!
`;
}
