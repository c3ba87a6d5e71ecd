// The demo page: bundled on the first request, and served from memory.
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { namesOf } from "../../local/host.ts";
import type { Settings } from "./settings.ts";

/** Answers a request for the page; resolves to false for any other. */
export type ServePage = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;

interface File {
  readonly type: string;
  readonly body: string | Uint8Array;
}

const DEMO = fileURLToPath(new URL("../../demo/", import.meta.url));

/** Creates the function that serves the page. If bundling fails, requests for the page fail with esbuild's error. */
export function startPage(settings: Pick<Settings, "host" | "s3Endpoint">): ServePage {
  let bundling: ReturnType<typeof bundlePage> | undefined;
  return async (req, res) => {
    const path = req.url?.split("?")[0] ?? "";
    bundling ??= bundlePage();
    const file = (await bundling).get(path);
    if (!file) return false;
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.writeHead(405, { Allow: "GET, HEAD" }).end();
      return true;
    }
    res.writeHead(200, {
      "Content-Type": file.type,
      "Cache-Control": "no-store",
      "Content-Security-Policy": contentPolicy(req, settings),
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    });
    res.end(file.body);
    return true;
  };
}

/** The page's files by path. */
export async function bundlePage(): Promise<ReadonlyMap<string, File>> {
  const [bundle, html, icon, iconUnread] = await Promise.all([
    build({
      entryPoints: { app: `${DEMO}main.tsx`, style: `${DEMO}styles/style.css` },
      bundle: true,
      minify: true,
      write: false,
      outdir: "/",
      format: "esm",
      target: "es2022",
      jsx: "automatic",
      jsxImportSource: "preact",
    }),
    readFile(`${DEMO}index.html`),
    readFile(`${DEMO}icon.svg`),
    readFile(`${DEMO}icon-unread.svg`),
  ]);
  const [script, style] = [".js", ".css"].map(
    (ending) => bundle.outputFiles.find(({ path }) => path.endsWith(ending))?.contents,
  );
  return new Map([
    ["/", { type: "text/html; charset=utf-8", body: html }],
    ["/app.js", { type: "text/javascript; charset=utf-8", body: script ?? "" }],
    ["/style.css", { type: "text/css; charset=utf-8", body: style ?? "" }],
    ["/icon.svg", { type: "image/svg+xml", body: icon }],
    ["/icon-unread.svg", { type: "image/svg+xml", body: iconUnread }],
  ]);
}

/**
 * Allows only the page's own files, and the API on the same port. `'self'` includes WebSockets only in some browsers.
 */
function contentPolicy(
  { socket, headers }: IncomingMessage,
  { host, s3Endpoint }: Pick<Settings, "host" | "s3Endpoint">,
): string {
  const port = socket.localPort ?? 0;
  const { own, network = own } = namesOf(host);
  // Uploaded files have a single URL, even if the page was opened by another host name.
  const uploaded = s3Endpoint ? new URL(s3Endpoint).origin : `http://${network}:${port}`;
  const named = /^[\w.[\]:-]+$/.exec(headers.host ?? "")?.[0] ?? `localhost:${port}`;
  return [
    "default-src 'self'",
    `connect-src 'self' ws://${named} ${uploaded}`,
    // A group's picture may have any URL.
    `img-src 'self' blob: https: ${uploaded}`,
    `media-src 'self' blob: ${uploaded}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
}
