// Token buckets in the table: an attribute of a user or a membership holds the time at which the bucket is full again.
// A charge is one conditional update: it adds to the present time if the bucket was full, else to the attribute.

import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Charge, UserBucket } from "../chat/tokens.ts";
import type { Buckets } from "../chat/ports.ts";
import { VERSION } from "./items/version.ts";
import { UpdateCommand } from "./commands.ts";
import { memberKey, userKey, type Key } from "./keys.ts";
import { get, holds, type Table } from "./table.ts";

/** The attribute of each bucket. */
const BUCKETS: Readonly<Record<UserBucket, string>> = {
  reads: "reads_full_at",
  invites: "invites_full_at",
  uploads: "uploads_full_at",
  connects: "connects_full_at",
};

export function buckets(table: Table): Buckets {
  const update = (Key: Key, input: Omit<UpdateCommandInput, "TableName" | "Key">) =>
    holds(table.client.send(new UpdateCommand({ TableName: table.name, Key, ...input })));

  return {
    async take(userId, bucket, charge, firstName) {
      const also = firstName === undefined ? "" : named(firstName);
      for (const { set, values, ...conditions } of userCharge(bucket, charge)) {
        const isPaid = await update(userKey(userId), {
          UpdateExpression: `SET v = :v, ${set}${also}`,
          ...conditions,
          ExpressionAttributeValues: {
            ":v": VERSION,
            ...values,
            ...(firstName && { ":first_name": firstName }),
          },
        });
        if (isPaid) return undefined;
      }
      const item = await get(table, userKey(userId));
      return Number(item?.[BUCKETS[bucket]] ?? charge.now);
    },

    async drain(userId, bucket, { cost }) {
      await update(userKey(userId), {
        UpdateExpression: "SET #bucket = #bucket + :cost",
        ConditionExpression: "attribute_exists(#bucket)",
        ExpressionAttributeNames: { "#bucket": BUCKETS[bucket] },
        ExpressionAttributeValues: { ":cost": cost },
      });
    },

    async chargeMember(roomId, userId, charge) {
      const key = memberKey(roomId, userId);
      const first = charge.isFull ? "full" : "in use";
      if (await update(key, memberCharge(charge, first))) return;
      await update(key, memberCharge(charge, charge.isFull ? "in use" : "full"));
    },
  };
}

// An empty name deletes the remembered one.
const named = (firstName: string): string =>
  firstName === "" ? " REMOVE first_name" : ", first_name = :first_name";

/** The alternative updates that make a charge on a user: the first for a full bucket, the second for one in use. */
export function userCharge(bucket: UserBucket, { cost, capacity, now }: Charge) {
  if (cost > capacity) return [];
  const ExpressionAttributeNames = { "#bucket": BUCKETS[bucket] };
  return [
    {
      set: "#bucket = :full_at",
      ConditionExpression: "attribute_not_exists(#bucket) OR #bucket <= :now",
      ExpressionAttributeNames,
      values: { ":now": now, ":full_at": now + cost },
    },
    {
      set: "#bucket = #bucket + :cost",
      ConditionExpression: "#bucket <= :most",
      ExpressionAttributeNames,
      values: { ":cost": cost, ":most": now + capacity - cost },
    },
  ];
}

/**
 * A charge on a membership's bucket as an update, with additional assignments and conditions. It does nothing if the
 * membership has ended: a marker has no `joined_rev`.
 */
export function memberCharge(
  { cost, now }: Charge,
  bucket: "full" | "in use",
  set: readonly string[] = [],
  conditions: readonly string[] = [],
) {
  const isFull = bucket === "full";
  const charged = isFull ? "full_at = :full_at" : "full_at = full_at + :cost";
  const applies = isFull
    ? "(attribute_not_exists(full_at) OR full_at <= :now)"
    : "attribute_exists(full_at)";
  return {
    UpdateExpression: `SET ${[...set, charged].join(", ")}`,
    ConditionExpression: ["attribute_exists(joined_rev)", applies, ...conditions].join(" AND "),
    ExpressionAttributeValues: isFull ? { ":full_at": now + cost, ":now": now } : { ":cost": cost },
  };
}
