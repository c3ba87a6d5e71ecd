// The chat in the browser: bundled when it is first asked for, and served from memory.
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Answers a request if it is for the page; otherwise leaves it alone and resolves to false. */
export type ServePage = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;

interface File {
  readonly type: string;
  readonly body: string | Uint8Array;
}

const DEMO = fileURLToPath(new URL("../../demo/", import.meta.url));

/** A page that cannot be bundled fails its requests, with esbuild's error. `files`: where files are, if elsewhere. */
export function startPage({ files }: { readonly files?: string | undefined } = {}): ServePage {
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
      "Content-Security-Policy": contentPolicy(req, files),
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    });
    res.end(file.body);
    return true;
  };
}

/** The page's files, by their paths. */
export async function bundlePage(): Promise<ReadonlyMap<string, File>> {
  const [bundle, html, icon] = await Promise.all([
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
  ]);
  const [script, style] = [".js", ".css"].map(
    (ending) => bundle.outputFiles.find(({ path }) => path.endsWith(ending))?.contents,
  );
  return new Map([
    ["/", { type: "text/html; charset=utf-8", body: html }],
    ["/app.js", { type: "text/javascript; charset=utf-8", body: script ?? "" }],
    ["/style.css", { type: "text/css; charset=utf-8", body: style ?? "" }],
    ["/icon.svg", { type: "image/svg+xml", body: icon }],
  ]);
}

/** Nothing but the page's own files, and the API on the same port. Not every browser counts that as `'self'`. */
function contentPolicy({ socket }: IncomingMessage, files: string | undefined): string {
  const port = socket.localPort ?? 0;
  // Uploaded files are at `localhost`, also for a page that was opened as 127.0.0.1.
  const uploaded = files === undefined ? `http://localhost:${port}` : new URL(files).origin;
  return [
    "default-src 'self'",
    `connect-src 'self' ws://localhost:${port} ws://127.0.0.1:${port} ${uploaded}`,
    `img-src 'self' blob: ${uploaded}`,
    `media-src 'self' blob: ${uploaded}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
}
