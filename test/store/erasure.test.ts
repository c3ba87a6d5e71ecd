// A deletion leaves nothing of the message in the table itself. The store's readers could hide remains.

import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { log } from "../../lambdas/store/log.ts";
import { messages } from "../../lambdas/store/messages.ts";
import { messageContent } from "../../protocol/message.ts";
import { aDelete, aMessage, anEdit, aPin } from "./contract/samples.ts";
import { openEmbeddedTable, type Embedded } from "./embedded.ts";

const SECRET = "hush-hush";

let embedded: Embedded;
beforeAll(async () => {
  embedded = await openEmbeddedTable();
});
afterAll(() => embedded.close());

async function wholeTable(): Promise<string> {
  const { client, name } = embedded.table;
  return JSON.stringify((await client.send(new ScanCommand({ TableName: name }))).Items);
}

describe("a deletion", () => {
  it("leaves no text, attachment, name or edit of the message anywhere in the table", async () => {
    const [entries, texts] = [log(embedded.table), messages(embedded.table)];
    const content = messageContent.parse({
      message: SECRET,
      attachments: [SECRET],
      reply_message: { SECRET },
      first_name: SECRET,
      last_name: SECRET,
      message_type: SECRET,
      dateCreated: SECRET,
      recipients: [{ _id: SECRET }],
    });
    await entries.put("room", aMessage(1, { content }));
    await texts.propose("room", 1, `${SECRET} edited`, anEdit(1, 2).nonce);
    await entries.put("room", anEdit(1, 2));
    await entries.apply("room", anEdit(1, 2));
    await entries.put("room", aPin(1, 3));
    await entries.apply("room", aPin(1, 3));
    await texts.propose("room", 1, `${SECRET} waiting`, anEdit(1, 5).nonce);
    expect(await wholeTable()).toContain(SECRET);

    const deletion = aDelete(1, 4, { unpins: true });
    await entries.put("room", deletion);
    await entries.apply("room", deletion);
    expect(await wholeTable()).not.toContain(SECRET);
    expect(await wholeTable()).not.toContain("pending");
  });
});
