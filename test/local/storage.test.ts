// S3 on this machine: the files that survive a restart, and those that the bucket's rule removes.

import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { bucketFiles } from "../../lambdas/files/bucket.ts";
import { UPLOADED } from "../../lambdas/names.ts";
import { openStorage, type Storage } from "../../local/storage/storage.ts";

const BUCKET = "files";
const account = { region: "us-east-1", accessKeyId: "key", secretAccessKey: "secret" };

vi.stubEnv("AWS_REGION", account.region);
vi.stubEnv("AWS_ACCESS_KEY_ID", account.accessKeyId);
vi.stubEnv("AWS_SECRET_ACCESS_KEY", account.secretAccessKey);

let folder: string;
let storage: Storage;
let server: Server;
let url: string;

const open = async () => {
  storage = await openStorage({
    bucket: BUCKET,
    folder,
    account: () => account,
    unnamed: UPLOADED,
  });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "storage-"));
  await open();
  server = createServer((request, response) => {
    void storage
      .handle(request, response)
      .then((isOurs) => isOurs || response.writeHead(404).end());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  vi.useRealTimers();
  server.closeAllConnections();
  server.close();
  await storage.close();
  rmSync(folder, { recursive: true });
});

const restart = async () => {
  await storage.close();
  await open();
};

const files = () =>
  bucketFiles({
    bucket: BUCKET,
    url: `${url}/${BUCKET}`,
    accepts: { maxBytes: 100, types: ["*"] },
    unnamed: UPLOADED,
  });

async function upload(key: string, text: string): Promise<void> {
  const file = { key, name: "ü.txt", content_type: "text/plain", size: text.length };
  const { form } = await files().upload(file, Date.now());
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  body.append("file", new Blob([text]));
  expect((await fetch(form.url, { method: "POST", body })).status).toBe(204);
}

const read = async (key: string) => fetch((await files().download(key, Date.now())).url);

it("files and their metadata outlive a restart", async () => {
  await upload("a", "one");
  await restart();
  const response = await read("a");
  expect(await response.text()).toBe("one");
  expect(response.headers.get("content-type")).toBe("text/plain");
  expect(response.headers.get("content-disposition")).toContain("%C3%BC.txt");
});

it("an upload that was not kept is gone after a day, and a kept one is there", async () => {
  await upload("unnamed", "one");
  await upload("named", "two");
  expect(await files().keep("named")).toBe(true);
  vi.useFakeTimers({ now: Date.now() + 24 * 3_600_000 + 1, toFake: ["Date"] });
  await restart();
  expect((await read("unnamed")).status).toBe(404);
  expect((await read("named")).status).toBe(200);
});

it("a file that was never uploaded cannot be kept, and can be removed", async () => {
  expect(await files().keep("nothing")).toBe(false);
  await files().remove("nothing");
});

it("part of a file can be read, as players of films do", async () => {
  await upload("a", "0123456789");
  const { url: address } = await files().download("a", Date.now());
  const part = await fetch(address, { headers: { Range: "bytes=2-4" } });
  expect(part.status).toBe(206);
  expect(await part.text()).toBe("234");
});

it("the AWS SDK's client lists, reads, writes and deletes; with another secret it does nothing", async () => {
  const client = (secretAccessKey: string) =>
    new S3Client({
      endpoint: url,
      region: account.region,
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { ...account, secretAccessKey },
    });
  const sdk = client("secret");
  const of = (Key: string) => ({ Bucket: BUCKET, Key });
  await sdk.send(new PutObjectCommand({ ...of("room-a/x"), Body: "one" }));
  await upload("room-b/y", "two");
  const listed = await sdk.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: "room-a/" }));
  expect(listed.Contents?.map(({ Key }) => Key)).toEqual(["room-a/x"]);
  const { Body } = await sdk.send(new GetObjectCommand(of("room-a/x")));
  expect(await Body?.transformToString()).toBe("one");
  await sdk.send(new DeleteObjectCommand(of("room-a/x")));
  await expect(sdk.send(new HeadObjectCommand(of("room-a/x")))).rejects.toThrow();
  await expect(client("wrong").send(new GetObjectCommand(of("room-b/y")))).rejects.toMatchObject({
    name: "AccessDenied",
  });
});
