// tmp
import { createServer } from "node:http";
const item = (i) => ({ pk: { S: "ROOM#663c8020fefd1941540edbca" }, sk: { S: `REV#${i.toString(16).padStart(12, "0")}` }, v: { N: "1" }, kind: { S: "message" }, seq: { N: String(i) }, by: { S: "ann" }, at: { N: "1716400000000" }, nonce: { S: "0123456789ab" }, message: { S: "See you at eight, then. ".repeat(4) }, content: { S: "{}" }, rev: { N: String(i) }, last_message_rev: { N: String(i) }, active_at: { N: "1716400000000" } });
const items = Array.from({ length: 100 }, (_, i) => item(i));
const A = {
  GetItem: JSON.stringify({ Item: item(1) }), PutItem: "{}", UpdateItem: "{}",
  Query: JSON.stringify({ Count: 100, ScannedCount: 100, Items: items }),
  BatchGetItem: JSON.stringify({ Responses: { t: items }, UnprocessedKeys: {} }),
};
const s = createServer((req, res) => {
  req.resume();
  req.on("end", () => {
    const target = req.headers["x-amz-target"]?.split(".")[1];
    res.writeHead(200, { "content-type": target ? "application/x-amz-json-1.0" : "application/json", "x-amzn-requestid": "x" });
    res.end(target ? A[target] : "");
  });
});
s.keepAliveTimeout = 600000;
s.listen(0, "127.0.0.1", () => process.send(s.address().port));
