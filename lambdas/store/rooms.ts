// Rooms and memberships in the table.

import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import pLimit from "p-limit";
import { all } from "../chat/all.ts";
import type { WholeRoom } from "../chat/model.ts";
import type { Rooms } from "../chat/ports.ts";
import { batchGet } from "./batch-get.ts";
import { buckets, memberCharge } from "./buckets.ts";
import { readRemoval } from "./items/removal.ts";
import { newMemberItem, readMembers } from "./items/member.ts";
import { readMemberships } from "./items/membership.ts";
import { newRoomItem, readRoom, READY } from "./items/room.ts";
import {
  removalKey,
  isRoomKey,
  memberIdOf,
  memberKey,
  membersOf,
  roomAndMembers,
  roomIdOf,
  roomKey,
} from "./keys.ts";
import { readRoomFor, rememberSmall } from "./room-for-member.ts";
import { query } from "./query.ts";
import { get, holds, putNew, type Table } from "./table.ts";
import { QueryCommand, UpdateCommand } from "./commands.ts";

const MEMBERSHIPS_AT_ONCE = 25;

export function rooms(table: Table): Rooms {
  const { client, name: TableName } = table;

  return {
    async read(roomId) {
      const [first, ...rest] = await query(table, roomAndMembers(roomId));
      if (!first || !isRoomKey(first.sk)) return undefined;
      const { room, isReady } = readRoom(first);
      const members = readMembers(rest).map((member) => [member.userId, member] as const);
      return isReady ? ({ room, members: new Map(members) } satisfies WholeRoom) : undefined;
    },

    readFor: (roomId, userId) => readRoomFor(table, roomId, userId),

    async room(roomId) {
      const item = await get(table, roomKey(roomId));
      const { room, isReady } = item ? readRoom(item) : {};
      return isReady ? room : undefined;
    },

    async memberships(userId, roomIds) {
      const keys = roomIds.flatMap((id) => [roomKey(id), memberKey(id, userId)]);
      return readMemberships(await batchGet(table, keys, { consistent: true }));
    },

    async members(roomId, userIds) {
      const keys = [...new Set(userIds)].map((userId) => memberKey(roomId, userId));
      const members = readMembers(await batchGet(table, keys, { consistent: true }));
      return new Map(members.map((member) => [member.userId, member]));
    },

    async membersAfter(roomId, after, limit) {
      const { pk, prefix } = membersOf(roomId);
      const page = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
          ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
          ConsistentRead: true,
          // Reading one more than needed shows whether there are more.
          Limit: limit + 1,
          ...(after !== undefined && { ExclusiveStartKey: memberKey(roomId, after) }),
        }),
      );
      const { Items: items = [] } = page;
      const last = items.length > limit ? items[limit - 1] : undefined;
      const members = readMembers(items.slice(0, limit));
      return { members, ...(last && { next: memberIdOf(last.sk) }) };
    },

    async removals(userId, roomIds) {
      const keys = roomIds.map((id) => removalKey(id, userId));
      const items = await batchGet(table, keys, { consistent: true });
      return new Map(items.map((item) => [roomIdOf(item.pk), readRemoval(item)]));
    },

    async begin(room, roster) {
      if (!room.large) rememberSmall(room.id);
      const put = await putNew(table, newRoomItem(room, roster));
      if (put.isPut) return { room, roster, isReady: false };

      const found = put.existing ?? (await get(table, roomKey(room.id)));
      if (!found) throw new Error("A room that was there is gone.");
      return readRoom(found);
    },

    async enlist(roomId, members) {
      // Conditional puts, not a batch: when two requests make the same room, a batch would overwrite a read mark that
      // has moved in between. They cost the same.
      const limit = pLimit(MEMBERSHIPS_AT_ONCE);
      await all(members.map((member) => limit(() => putNew(table, newMemberItem(roomId, member)))));
    },

    async ready(roomId) {
      const update = new UpdateCommand({
        TableName,
        Key: roomKey(roomId),
        UpdateExpression: "SET #state = :ready REMOVE roster",
        ConditionExpression: "attribute_exists(pk) AND #state <> :ready",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":ready": READY },
      });
      await holds(client.send(update));
    },

    async markSeen(roomId, userId, { seq }, charge) {
      const Key = memberKey(roomId, userId);
      const update = (input: Omit<UpdateCommandInput, "TableName" | "Key">) =>
        holds(client.send(new UpdateCommand({ TableName, Key, ...input })));
      const mark = "seen_seq = :seq";
      const values = { ":seq": seq };
      // Fails for a removed user too: an update must not create a membership.
      const isBehind = "seen_seq < :seq";
      if (charge) {
        const both = memberCharge(charge, charge.isFull ? "full" : "in use", [mark], [isBehind]);
        const ExpressionAttributeValues = { ...values, ...both.ExpressionAttributeValues };
        if (await update({ ...both, ExpressionAttributeValues })) return true;
        // Rare: another request of the user came in between. Then the mark and the charge are written separately.
        await buckets(table).chargeMember(roomId, userId, charge);
      }
      return await update({
        UpdateExpression: `SET ${mark}`,
        ConditionExpression: isBehind,
        ExpressionAttributeValues: values,
      });
    },
  };
}
