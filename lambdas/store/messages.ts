// Items of messages besides the log: claims of client-chosen ids, texts of pending edits, pins.

import type { Claim } from "../chat/model.ts";
import type { Messages } from "../chat/ports.ts";
import { expiryAttribute } from "./items/expiry.ts";
import { readPin } from "./items/pin.ts";
import { readReaction } from "./items/reaction.ts";
import { VERSION } from "./items/version.ts";
import { claimKey, editKey, entryKey, pinKey, pinsOf, reactionKey } from "./keys.ts";
import { query } from "./query.ts";
import { get, holds, putNew, type Item, type Table } from "./table.ts";
import { UpdateCommand } from "./commands.ts";

const readClaim = (item: Item): Claim => {
  const { sender, base } = item as unknown as Claim;
  return { sender, base };
};

export function messages(table: Table): Messages {
  const { client, name: TableName } = table;

  return {
    async claim(roomId, id, claim) {
      const { sender, base } = claim;
      const expires = expiryAttribute(claim.expiresAt);
      const put = await putNew(table, {
        ...claimKey(roomId, id),
        v: VERSION,
        sender,
        base,
        ...expires,
      });
      if (put.isPut) return { ...claim, isNew: true };

      const existing = put.existing ?? (await get(table, claimKey(roomId, id)));
      if (!existing) throw new Error("A claim that was there is gone.");
      return { ...readClaim(existing), isNew: false };
    },

    async claimed(roomId, id) {
      const item = await get(table, claimKey(roomId, id));
      return item && readClaim(item);
    },

    async rebase(roomId, id, base) {
      const update = new UpdateCommand({
        TableName,
        Key: claimKey(roomId, id),
        UpdateExpression: "SET #base = :base",
        ConditionExpression: "#base < :base",
        ExpressionAttributeNames: { "#base": "base" },
        ExpressionAttributeValues: { ":base": base },
      });
      await holds(client.send(update));
    },

    async noteEdit(roomId, rev, editId, editRevBefore, expiresAt) {
      const key = editKey(roomId, rev, editId);
      const expires = expiryAttribute(expiresAt);
      const item = { ...key, v: VERSION, standing_rev: editRevBefore, ...expires };
      const put = await putNew(table, item);
      if (put.isPut) return editRevBefore;

      const noted = put.existing ?? (await get(table, key));
      if (!noted) throw new Error("An edit that was noted is gone.");
      return (noted as unknown as { standing_rev: number }).standing_rev;
    },

    async propose(roomId, rev, text, nonce) {
      const update = new UpdateCommand({
        TableName,
        Key: entryKey(roomId, rev),
        UpdateExpression: "SET pending = :pending",
        ConditionExpression: "attribute_exists(message)",
        ExpressionAttributeValues: { ":pending": { text, nonce } },
      });
      return await holds(client.send(update));
    },

    async pins(roomId) {
      return (await query(table, pinsOf(roomId))).map(readPin);
    },

    async pin(roomId, messageRev) {
      const item = await get(table, pinKey(roomId, messageRev));
      return item && readPin(item);
    },

    async reaction(key) {
      const item = await get(table, reactionKey(key));
      return item && readReaction(item);
    },
  };
}
