// Users in the table: who they are, and by which connections they can be reached.

import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Connection, User } from "../chat/model.ts";
import { batchGet } from "./batch-get.ts";
import { connectionAttribute, packConnection } from "./items/connection.ts";
import { readUser } from "./items/user.ts";
import { VERSION } from "./items/version.ts";
import { userKey } from "./keys.ts";
import { holds, type Table } from "./table.ts";
import { UpdateCommand } from "./commands.ts";

/** Dead connections taken off a user in one write; what is left goes with the next connect. */
const SWEPT_AT_ONCE = 50;

export interface Users {
  read(ids: readonly string[]): Promise<User[]>;
  /** Adds a connection, and says which others are dead. `firstName` counts until the user tells another. */
  connect(
    userId: string,
    connection: Connection,
    now: number,
    firstName?: string,
  ): Promise<Connection[]>;
  /** Takes dead connections off, 50 at most in one write. */
  sweep(userId: string, dead: readonly Connection[]): Promise<void>;
  /** Takes a connection off because it closed. */
  disconnect(userId: string, connectionId: string, now: number): Promise<void>;
  /** Takes off exactly one connection that was found dead. */
  forget(userId: string, connectionId: string, now: number): Promise<void>;
}

export function users(table: Table): Users {
  const update = (userId: string, input: Omit<UpdateCommandInput, "TableName" | "Key">) =>
    table.client.send(new UpdateCommand({ TableName: table.name, Key: userKey(userId), ...input }));

  return {
    async read(ids) {
      return (await batchGet(table, [...new Set(ids)].map(userKey))).map(readUser);
    },

    async connect(userId, connection, now, firstName) {
      const { Attributes } = await update(userId, {
        UpdateExpression:
          "SET v = :v, #connection = :until" +
          (firstName === undefined ? "" : ", first_name = if_not_exists(first_name, :first_name)"),
        ExpressionAttributeNames: { "#connection": connectionAttribute(connection.id) },
        ExpressionAttributeValues: {
          ":v": VERSION,
          ":until": packConnection(connection),
          ...(firstName !== undefined && { ":first_name": firstName }),
        },
        ReturnValues: "ALL_NEW",
      });
      const { connections } = readUser(Attributes ?? {});
      return connections.filter(({ until }) => until <= now);
    },

    async sweep(userId, dead) {
      if (dead.length === 0) return;
      const names = dead
        .slice(0, SWEPT_AT_ONCE)
        .map((connection, i) => [`#c${i}`, connectionAttribute(connection.id)]);
      await update(userId, {
        UpdateExpression: `REMOVE ${names.map(([alias]) => alias).join(", ")}`,
        ExpressionAttributeNames: Object.fromEntries(names) as Record<string, string>,
      });
    },

    async disconnect(userId, connectionId, now) {
      await update(userId, {
        UpdateExpression: "SET last_seen_at = :now REMOVE #connection",
        ExpressionAttributeNames: { "#connection": connectionAttribute(connectionId) },
        ExpressionAttributeValues: { ":now": now },
      });
    },

    async forget(userId, connectionId, now) {
      const forgotten = update(userId, {
        UpdateExpression: "SET last_seen_at = :now REMOVE #connection",
        ConditionExpression: "attribute_exists(#connection)",
        ExpressionAttributeNames: { "#connection": connectionAttribute(connectionId) },
        ExpressionAttributeValues: { ":now": now },
      });
      await holds(forgotten);
    },
  };
}
