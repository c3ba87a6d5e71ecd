import { fork } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import { createHash, createHmac } from "node:crypto";
import { ApiGatewayManagementApiClient, PostToConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand, QueryCommand, BatchGetItemCommand } from "@aws-sdk/client-dynamodb";
import * as L from "@aws-sdk/lib-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { SignatureV4 } from "@smithy/signature-v4";
import aws4 from "aws4";
import { Pool } from "undici";
Object.assign(process.env, { AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "AKIDAKIDAKIDAKID", AWS_SECRET_ACCESS_KEY: "secretsecretsecretsecretsecret", AWS_SESSION_TOKEN: "t".repeat(700) });
const child = fork(new URL("answering-server.mjs", import.meta.url).pathname);
const [port] = await once(child, "message");
const endpoint = `http://127.0.0.1:${port}`;
const credentials = { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY, sessionToken: process.env.AWS_SESSION_TOKEN };
const body = Buffer.from(JSON.stringify({ event: "message", data: { _id: "x", message: "See you at eight, then. ".repeat(10) } }));
class Hash { constructor(secret){ this.h = secret ? createHmac("sha256", secret) : createHash("sha256"); } update(d){ this.h.update(d); } digest(){ return Promise.resolve(this.h.digest()); } reset(){} }
const pool = new Pool(endpoint, { connections: 50, pipelining: 1 });
const signer = (service) => new SignatureV4({ credentials, region: "eu-central-1", service, sha256: Hash, applyChecksum: false });
const s4 = signer("execute-api"), d4 = signer("dynamodb");
const path = "/prod/@connections/" + encodeURIComponent("bLX+6JIAMCJ9Q=");
const undiciSend = async (path, headers, body) => { const r = await pool.request({ path, method: "POST", headers, body }); if (r.statusCode !== 200) throw new Error(r.statusCode); return r.body; };
const sdkPost = new ApiGatewayManagementApiClient({ endpoint: endpoint + "/prod", maxAttempts: 1 });
const lib = L.DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, maxAttempts: 3 }), { marshallOptions: { removeUndefinedValues: true } });
const cur = (() => { const c = new DynamoDBClient({ endpoint, maxAttempts: 3 }); c.middlewareStack.remove("loggerMiddleware"); return L.DynamoDBDocumentClient.from(c, { marshallOptions: { removeUndefinedValues: true } }); })();
class UndiciHandler { metadata = { handlerProtocol: "http/1.1" }; async handle(request) { const r = await pool.request({ path: request.path, method: request.method, headers: request.headers, body: request.body }); return { response: { statusCode: r.statusCode, headers: r.headers, body: r.body } }; } destroy(){} updateHttpClientConfig(){} httpHandlerConfigs(){ return {}; } }
class UndiciBuf extends UndiciHandler { async handle(request) { const r = await pool.request({ path: request.path, method: request.method, headers: request.headers, body: request.body }); return { response: { statusCode: r.statusCode, headers: r.headers, body: new Uint8Array(await r.body.arrayBuffer()) } }; } }
const lean = (extra = {}, strip = true) => { const c = new DynamoDBClient({ endpoint, maxAttempts: 3, cacheMiddleware: true, ...extra }); c.middlewareStack.remove("loggerMiddleware"); if (strip) for (const m of ["getUserAgentMiddleware", "recursionDetectionMiddleware"]) c.middlewareStack.remove(m); return c; };
const c1 = lean({}, false), c2 = lean(), c3 = lean({ signer: d4 }), c4 = lean({ signer: d4, requestHandler: new UndiciHandler() }), c5 = lean({ signer: d4, requestHandler: new UndiciBuf() }), c6 = lean({ requestHandler: new UndiciBuf() });
const key = { pk: "ROOM#663c8020fefd1941540edbca", sk: "ROOM#MEMBER#ann" };
const item = { ...key, v: 1, kind: "message", seq: 12, by: "ann", at: 1716400000000, nonce: "0123456789ab", message: "See you at eight, then. ".repeat(4), rev: 12, last_message_rev: 12, active_at: 1716400000000 };
const values = { ":rev": 12, ":seq": 3 };
const keys = Array.from({ length: 100 }, (_, i) => ({ pk: `USER#${i}`, sk: "USER" }));
const M = (o) => marshall(o, { removeUndefinedValues: true });
let un = unmarshall; const U = (os) => os.map((o) => un(o));
const upd = { TableName: "t", UpdateExpression: "SET seen_rev = :rev, seen_seq = :seq", ConditionExpression: "seen_rev < :rev" };
const q = { TableName: "t", KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)", ConsistentRead: true };
const ops = {
  Get: { doc: (c) => c.send(new L.GetCommand({ TableName: "t", Key: key, ConsistentRead: true })), raw: async (c) => unmarshall((await c.send(new GetItemCommand({ TableName: "t", Key: M(key), ConsistentRead: true }))).Item) },
  Put: { doc: (c) => c.send(new L.PutCommand({ TableName: "t", Item: item, ConditionExpression: "attribute_not_exists(pk)" })), raw: (c) => c.send(new PutItemCommand({ TableName: "t", Item: M(item), ConditionExpression: "attribute_not_exists(pk)" })) },
  Update: { doc: (c) => c.send(new L.UpdateCommand({ ...upd, Key: key, ExpressionAttributeValues: values })), raw: (c) => c.send(new UpdateItemCommand({ ...upd, Key: M(key), ExpressionAttributeValues: M(values) })) },
  Query: { doc: (c) => c.send(new L.QueryCommand({ ...q, ExpressionAttributeValues: { ":pk": "a", ":prefix": "b" } })), raw: async (c) => U((await c.send(new QueryCommand({ ...q, ExpressionAttributeValues: M({ ":pk": "a", ":prefix": "b" }) }))).Items) },
  Batch: { doc: (c) => c.send(new L.BatchGetCommand({ RequestItems: { t: { Keys: keys } } })), raw: async (c) => U((await c.send(new BatchGetItemCommand({ RequestItems: { t: { Keys: keys.map(M) } } }))).Responses.t) },
};
async function noClient(op, input, sign) {
  const b = JSON.stringify(input);
  const headers = sign(op, b);
  const r = await pool.request({ path: "/", method: "POST", headers: await headers, body: b });
  return JSON.parse(await r.body.text());
}
const smithySign = async (op, b) => (await d4.sign({ method: "POST", protocol: "http:", hostname: "127.0.0.1", path: "/", headers: { host: `127.0.0.1:${port}`, "content-type": "application/x-amz-json-1.0", "x-amz-target": `DynamoDB_20120810.${op}` }, body: b })).headers;
const aws4Sign = (op, b) => aws4.sign({ service: "dynamodb", region: "eu-central-1", method: "POST", path: "/", host: `127.0.0.1:${port}`, headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `DynamoDB_20120810.${op}` }, body: b }, credentials).headers;
const agent = new http.Agent({ keepAlive: true, maxSockets: 50 });
const nodeReq = (path, headers, body, read) => new Promise((resolve, reject) => {
  const req = http.request({ agent, host: "127.0.0.1", port, method: "POST", path, headers }, (res) => {
    if (!read) { res.resume(); res.on("end", () => resolve({ statusCode: res.statusCode, headers: res.headers })); return; }
    const chunks = []; res.on("data", (c) => chunks.push(c)); res.on("end", () => resolve({ statusCode: res.statusCode, headers: res.headers, body: chunks.length === 1 ? chunks[0] : Buffer.concat(chunks) }));
  });
  req.on("error", reject);
  req.end(body);
});
class NodeLean extends UndiciHandler { async handle(r) { return { response: await nodeReq(r.path, r.headers, r.body, true) }; } }
const c7 = lean({ signer: d4, requestHandler: new NodeLean() });
const plain = (c, ser) => { const p = c.config.protocol; const d = p.deserializeResponse.bind(p); p.deserializeResponse = async (op, ctx, r) => { if (r.statusCode >= 300) return d(op, ctx, r); const o = JSON.parse(r.body); o.$metadata = { httpStatusCode: r.statusCode, requestId: r.headers["x-amzn-requestid"] }; return o; };
  if (ser) { const s0 = p.serializer; p.serializer = { write(schema, input) { this.out = Buffer.from(JSON.stringify(input)); }, flush() { return this.out; } }; } return c; };
const c8 = plain(lean({ signer: d4, requestHandler: new NodeLean() })), c9 = plain(lean({ signer: d4, requestHandler: new NodeLean() }), true);
class Un { static v(a) { for (const k in a) { const x = a[k]; switch (k) { case "S": case "BOOL": return x; case "N": return Number(x); case "L": return x.map(Un.v); case "M": return Un.m(x); case "NULL": return null; } } } static m(o) { const r = {}; for (const k in o) r[k] = Un.v(o[k]); return r; } }
const handlers = new Map();
const variants = {
  "post node+smithy": async () => { const r = await s4.sign({ method: "POST", protocol: "http:", hostname: "127.0.0.1", path, headers: { host: `127.0.0.1:${port}` }, body }); await nodeReq(path, { ...r.headers, "content-length": body.length }, body); },
  "post node+aws4": async () => { const r = aws4.sign({ service: "execute-api", region: "eu-central-1", method: "POST", path, host: `127.0.0.1:${port}`, headers: {}, body }, credentials); await nodeReq(path, r.headers, body); },
  "post sdk": () => sdkPost.send(new PostToConnectionCommand({ ConnectionId: "bLX+6JIAMCJ9Q=", Data: body })),
  "post undici+smithy": async () => { const r = await s4.sign({ method: "POST", protocol: "http:", hostname: "127.0.0.1", path, headers: { host: `127.0.0.1:${port}` }, body }); await (await undiciSend(path, r.headers, body)).dump(); },
  "post undici+aws4": async () => { const r = aws4.sign({ service: "execute-api", region: "eu-central-1", method: "POST", path, host: `127.0.0.1:${port}`, headers: {}, body }, credentials); await (await undiciSend(path, r.headers, body)).dump(); },
  "post undici unsigned": async () => { await (await undiciSend(path, {}, body)).dump(); },
};
for (const [n, { doc, raw }] of Object.entries(ops)) {
  variants[`${n} doc default`] = () => doc(lib);
  variants[`${n} doc now`] = () => doc(cur);
  variants[`${n} raw cache`] = () => raw(c1);
  variants[`${n} raw cache stripped`] = () => raw(c2);
  variants[`${n} raw cache stripped signer`] = () => raw(c3);
  variants[`${n} raw cache stripped signer undici`] = () => raw(c4);
  variants[`${n} raw cache stripped signer undicibuf`] = () => raw(c5);
  variants[`${n} raw cache stripped signer node`] = () => raw(c7);
  variants[`${n} raw cache stripped signer node deser`] = () => raw(c8);
  variants[`${n} raw cache stripped signer node deser ser`] = () => raw(c9);
  variants[`${n} raw cache stripped signer node deser ser own`] = async () => { un = Un.m; const p = raw(c9); const r = await p; return r; };
}
variants["Get none smithy"] = async () => unmarshall((await noClient("GetItem", { TableName: "t", Key: M(key), ConsistentRead: true }, smithySign)).Item);
variants["Get none aws4"] = async () => unmarshall((await noClient("GetItem", { TableName: "t", Key: M(key), ConsistentRead: true }, aws4Sign)).Item);
variants["Query none smithy"] = async () => U((await noClient("Query", { ...q, ExpressionAttributeValues: M({ ":pk": "a", ":prefix": "b" }) }, smithySign)).Items);
const only = process.argv[2]; 
const N = Number(process.argv[3] ?? 200), R = Number(process.argv[4] ?? 5), AT = 20;
async function run(f, n) { let left = n; await Promise.all(Array.from({ length: AT }, async () => { while (left-- > 0) await f(); })); }
const names = Object.keys(variants).filter((n) => !only || n.match(only));
const res = Object.fromEntries(names.map((n) => [n, []]));
for (const n of names) await run(variants[n], 300);
for (let r = 0; r < R; r++) for (const n of names) { globalThis.gc?.(); const c = process.cpuUsage(); await run(variants[n], N); un = unmarshall; const { user, system } = process.cpuUsage(c); res[n].push((user + system) / N); }
const med = (a) => a.toSorted((x, y) => x - y)[a.length >> 2];
let base; for (const n of names) { const m = med(res[n]); if (/post sdk|doc default/.test(n)) base = m; console.log(n.padEnd(44), m.toFixed(0).padStart(6), (m / base).toFixed(2)); }
child.kill();
