// The server of the demo page's files.

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundlePage, startPage } from "../../../dev-server/program/page.ts";

let server: Server;
let port: number;

beforeAll(async () => {
  const page = startPage({ host: "localhost" });
  server = createServer((req, res) => {
    void page(req, res).then((isServed) => {
      if (!isServed) res.writeHead(404).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());

const get = (path: string, method = "GET"): Promise<Response> =>
  fetch(`http://localhost:${port}${path}`, { method });

it.each([
  ["/", "text/html; charset=utf-8"],
  ["/?as=ann", "text/html; charset=utf-8"],
  ["/app.js", "text/javascript; charset=utf-8"],
  ["/style.css", "text/css; charset=utf-8"],
  ["/icon.svg", "image/svg+xml"],
  ["/icon-unread.svg", "image/svg+xml"],
])("serves %s as %s", async (path, type) => {
  const response = await get(path);
  expect(response.status).toBe(200);
  expect(response.headers.get("Content-Type")).toBe(type);
  expect((await response.text()).length).toBeGreaterThan(0);
});

it("allows the page its own files and its own server, and nothing else", async () => {
  const policy = (await get("/")).headers.get("Content-Security-Policy") ?? "";
  expect(policy.split("; ")).toEqual([
    "default-src 'self'",
    `connect-src 'self' ws://localhost:${port} http://localhost:${port}`,
    `img-src 'self' blob: https: http://localhost:${port}`,
    `media-src 'self' blob: http://localhost:${port}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ]);
});

it("allows a page of another address the API at that address, and the files at one", async () => {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  expect(response.headers.get("Content-Security-Policy")).toContain(
    `connect-src 'self' ws://127.0.0.1:${port} http://localhost:${port}; `,
  );
});

it("leaves other paths alone", async () => {
  expect((await get("/elsewhere")).status).toBe(404);
  expect((await get("/demo/main.tsx")).status).toBe(404);
  expect((await get("/..%2fpackage.json")).status).toBe(404);
  expect((await get("/", "POST")).status).toBe(405);
});

it("is small: under 76 KB in all, as it would go over a network", async () => {
  const files = [...(await bundlePage()).values()];
  const bytes = files.reduce((sum, { body }) => sum + gzipSync(body).length, 0);
  expect(bytes).toBeLessThan(76 * 1024);
});
