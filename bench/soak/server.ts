// The server of a soak in its own process: sends its address to the parent, then its memory every second.
//
// `$disconnect` is dropped, as it may be on AWS: dead connections are found by posting to them.

import { startServer } from "../../dev-server/server.ts";

export type FromServer =
  | { readonly kind: "started"; readonly url: string; readonly httpUrl: string }
  | { readonly kind: "memory"; readonly bytes: number };

process.env.LOG_LEVEL ??= "off";
const server = await startServer();
server.gateway.faults.dropDisconnects = true;

const tell = (message: FromServer) => process.send?.(message);
tell({ kind: "started", url: server.url, httpUrl: server.httpUrl });
setInterval(() => tell({ kind: "memory", bytes: process.memoryUsage.rss() }), 1_000);

process.on("message", () => void server.close().then(() => process.exit(0)));
// If the load process dies, the server ends too.
process.on("disconnect", () => process.exit(1));
