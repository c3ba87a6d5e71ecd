// A fake AWS in its own process, so that only the client's CPU time is counted: answers each request at once, as
// DynamoDB or API Gateway would, and prints its port.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const text = "See you at eight, then. ".repeat(4);
const entry = (rev: number) => ({
  pk: { S: "ROOM#663c8020fefd1941540edbca" },
  sk: { S: `REV#${rev}` },
  v: { N: "1" },
  kind: { S: "message" },
  seq: { N: `${rev}` },
  by: { S: "ann" },
  at: { N: "1716400000000" },
  nonce: { S: "0123456789ab" },
  message: { S: text },
  content: { S: "{}" },
  last_message_rev: { N: `${rev}` },
  active_at: { N: "1716400000000" },
});
const entries = Array.from({ length: 100 }, (_, index) => entry(index));

const ANSWERS: Readonly<Record<string, string>> = {
  GetItem: JSON.stringify({ Item: entry(1) }),
  PutItem: "{}",
  UpdateItem: "{}",
  Query: JSON.stringify({ Count: 100, ScannedCount: 100, Items: entries }),
  BatchGetItem: JSON.stringify({ Responses: { t: entries }, UnprocessedKeys: {} }),
};

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    const target = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    response.setHeader("Content-Type", "application/x-amz-json-1.0").end(ANSWERS[target] ?? "");
  });
});
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  console.log((server.address() as AddressInfo).port);
});
