// Rooms and memberships in the table.

import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import pLimit from "p-limit";
import type { Member, RoomView } from "../chat/model.ts";
import type { Rooms } from "../chat/ports.ts";
import { newMemberItem, readMember } from "./items/member.ts";
import { newRoomItem, readRoom, READY } from "./items/room.ts";
import { isRoomKey, memberKey, roomAndMembers, roomKey } from "./keys.ts";
import { query } from "./query.ts";
import { holds, type Table } from "./table.ts";

const MEMBERSHIPS_AT_ONCE = 25;

export function rooms(table: Table): Rooms {
  const { client, name: TableName } = table;

  // Conditional puts, not a batch: a batch would write over a read mark that has moved since, when two make the same
  // room at once. They cost the same.
  const enlistOne = (roomId: string, member: Member) =>
    holds(
      client.send(
        new PutCommand({
          TableName,
          Item: newMemberItem(roomId, member),
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      ),
    );

  return {
    async read(roomId) {
      const [first, ...rest] = await query(table, roomAndMembers(roomId));
      if (!first || !isRoomKey(first.sk)) return undefined;
      const { room, isReady } = readRoom(first);
      const members = rest.map(readMember).map((member) => [member.userId, member] as const);
      return isReady ? ({ room, members: new Map(members) } satisfies RoomView) : undefined;
    },

    async begin(room, roster) {
      const Item = newRoomItem(room, roster);
      const ConditionExpression = "attribute_not_exists(pk)";
      const put = client.send(new PutCommand({ TableName, Item, ConditionExpression }));
      if (await holds(put)) return { room, roster, isReady: false };

      const found = await client.send(
        new GetCommand({ TableName, Key: roomKey(room.id), ConsistentRead: true }),
      );
      if (!found.Item) throw new Error("A room that was there is gone.");
      return readRoom(found.Item);
    },

    async enlist(roomId, members) {
      const limit = pLimit(MEMBERSHIPS_AT_ONCE);
      const puts = members.map((member) => limit(() => enlistOne(roomId, member)));
      const failed = (await Promise.allSettled(puts)).find((put) => put.status === "rejected");
      if (failed) throw failed.reason;
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

    async markSeen(roomId, userId, to) {
      const update = new UpdateCommand({
        TableName,
        Key: memberKey(roomId, userId),
        UpdateExpression: "SET seen_rev = :rev, seen_seq = :seq",
        // Fails for someone who was removed too: an update must not bring them back.
        ConditionExpression: "seen_rev < :rev",
        ExpressionAttributeValues: { ":rev": to.rev, ":seq": to.seq },
      });
      return await holds(client.send(update));
    },
  };
}
