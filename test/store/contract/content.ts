// The contract of a message's content: it is read exactly as it was written, for all JSON that a client can send.

import { describe, expect, it } from "vitest";
import { messageContent, type MessageContent } from "../../../protocol/message.ts";
import { aLog, aMessage } from "./samples.ts";
import type { Subject } from "./subject.ts";

/** Parses the payload of a frame's JSON. */
const sent = (json: string): MessageContent => messageContent.parse(JSON.parse(json));

const NESTED = [
  ["numbers beyond a decimal's range", `{"tiny":1e-200,"huge":1e300,"least":5e-324}`],
  ["numbers of many digits", `{"n":[0.1,-0,12345678901234567890,1.7976931348623157e308]}`],
  ["keys that an object has of itself", `{"__proto__":{"a":1},"constructor":"c","toString":0}`],
  ["empty keys, texts, lists and objects", `{"":"","list":[],"object":{},"null":null}`],
  ["text of every plane", `{"é":"日本語 🎉 \\u0000 \\u2028"}`],
  ["types that a table has words for", `{"S":"x","N":"1","NULL":true,"M":{"L":[]}}`],
] as const;

export function contentContract(subject: () => Subject): void {
  const keptOf = async (content: MessageContent) => {
    const roomId = await aLog(subject().store, aMessage(1, { content }));
    const [entry] = await subject().store.log.after(roomId, 0);
    const message = await subject().store.log.message(roomId, 1);
    expect(message).toStrictEqual(entry);
    return message?.content;
  };

  describe("the content of a message", () => {
    it("comes back with its defaults when there is nothing else", async () => {
      expect(await keptOf(sent("{}"))).toStrictEqual(sent("{}"));
    });

    it("comes back whole when every field is used", async () => {
      const content =
        sent(`{"message":"a","recipients":[{"_id":"bob","msg_seen":true},{"_id":"cid"}],
        "isStoryReply":true,"reply_message":{"_id":"m"},"message_type":"image",
        "attachments":["a.png",{"url":"b"}],"first_name":"Ann","last_name":"Lee",
        "dateCreated":"2024-05-15T07:19:36.621+00:00"}`);
      expect(await keptOf(content)).toStrictEqual(content);
    });

    it("comes back with empty texts, which are not the same as none", async () => {
      const content = sent(`{"message":"","first_name":"","last_name":"","dateCreated":""}`);
      expect(await keptOf(content)).toStrictEqual(content);
    });

    it("comes back with an empty list of recipients, which is not the same as none", async () => {
      expect((await keptOf(sent(`{"recipients":[]}`)))?.recipients).toEqual([]);
      expect(await keptOf(sent("{}"))).not.toHaveProperty("recipients");
    });

    it.each(NESTED)("comes back with JSON of the client's own: %s", async (_what, json) => {
      const content = sent(`{"reply_message":${json},"attachments":[${json},"text"]}`);
      const kept = await keptOf(content);
      expect(JSON.stringify(kept?.reply_message)).toBe(JSON.stringify(JSON.parse(json)));
      expect(JSON.stringify(kept?.attachments)).toBe(JSON.stringify([JSON.parse(json), "text"]));
    });

    it("comes back whole at its largest", async () => {
      const content = sent(
        JSON.stringify({ message: "日".repeat(8_000), attachments: ["x".repeat(8_000)] }),
      );
      expect(await keptOf(content)).toStrictEqual(content);
    });
  });
}
