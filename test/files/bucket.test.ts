// The requests to S3 for files, and how its answers are handled.

import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { bucketFiles } from "../../lambdas/files/bucket.ts";
import { UPLOADED } from "../../lambdas/names.ts";
import { isUnavailable } from "../../lambdas/http/unavailable.ts";
import { startScriptedServer, type ScriptedServer } from "../http/server.ts";

const KEY = `room-a:b@c|d/${"0".repeat(44)}`;
const PATH = `/files/room-a%3Ab%40c%7Cd/${"0".repeat(44)}`;
const options = { accepts: { maxBytes: 100, types: ["*"] }, unnamed: UPLOADED };

let s3: ScriptedServer;
let files: ReturnType<typeof bucketFiles>;

beforeAll(async () => {
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  s3 = await startScriptedServer();
  files = bucketFiles({ bucket: "files", url: `http://127.0.0.1:${s3.port}/files`, ...options });
});

afterAll(() => {
  s3.close();
});

beforeEach(() => {
  s3.received.length = 0;
});

const answering = (...statuses: number[]) => {
  s3.answer((response) => {
    response.writeHead(statuses.shift() ?? 204).end();
  });
};

it("signs an address as the example in AWS's own documentation has it", async () => {
  const bucket = bucketFiles({
    bucket: "x",
    url: "https://examplebucket.s3.amazonaws.com",
    ...options,
  });
  const at = Date.parse("2013-05-24T00:00:00Z");
  const { presigned } = await import("../../lambdas/files/presign.ts");
  const base = new URL("https://examplebucket.s3.amazonaws.com");
  const url = await presigned("GET", { base, key: "test.txt" }, new Date(at), 86_400_000);
  expect(new URL(url).searchParams.get("X-Amz-Signature")).toBe(
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  );
  const { expiresAt } = await bucket.download("test.txt", at);
  expect(expiresAt - at).toBe(5 * 60_000);
});

it("keeps a file by removing its tags, with one request", async () => {
  answering(204);
  expect(await files.keep(KEY)).toBe(true);
  const [{ method, url = "" } = {}, ...none] = s3.received;
  expect(method).toBe("DELETE");
  expect(url.startsWith(`${PATH}?tagging=&X-Amz-`)).toBe(true);
  expect(none).toEqual([]);
});

it.each([404, 403])("finds that a file was never uploaded by a %s", async (status) => {
  answering(status);
  expect(await files.keep(KEY)).toBe(false);
});

it("removes a file, and one that is gone already", async () => {
  answering(204, 404);
  await files.remove(KEY);
  await files.remove(KEY);
  expect(s3.received.map(({ method, url = "" }) => [method, url.split("?")[0]])).toEqual([
    ["DELETE", PATH],
    ["DELETE", PATH],
  ]);
});

it("tries three times when S3 has a fault, and then reports that S3 is unavailable", async () => {
  answering(503, 500, 204);
  expect(await files.keep(KEY)).toBe(true);
  answering(503, 503, 503, 204);
  const failure: unknown = await files.remove(KEY).catch((error: unknown) => error);
  expect(isUnavailable(failure)).toBe(true);
  expect(s3.received).toHaveLength(6);
});

it("treats any other answer as our fault: no file is removed silently", async () => {
  answering(400);
  await expect(files.remove(KEY)).rejects.toThrow("400");
  answering(403);
  await expect(files.remove(KEY)).rejects.toThrow("403");
});
