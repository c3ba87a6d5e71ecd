// The server of a soak, in a process of its own: says where it is, then every second how much memory it takes.
//
// `$disconnect` never comes, as it may on AWS: connections that died are found out by posting to them.

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
// A load that died takes its server with it.
process.on("disconnect", () => process.exit(1));
