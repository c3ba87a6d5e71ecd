// Users in the table: who they are, and by which connections they can be reached.

import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Connection, User } from "../chat/model.ts";
import type { Charge } from "../chat/tokens.ts";
import { batchGet } from "./batch-get.ts";
import { userCharge } from "./buckets.ts";
import { connectionAttribute, packConnection } from "./items/connection.ts";
import { readUser } from "./items/user.ts";
import { VERSION } from "./items/version.ts";
import { userKey } from "./keys.ts";
import { get, holds, unlessRefused, type Table } from "./table.ts";
import { UpdateCommand } from "./commands.ts";

/** Connections taken off a user in one write; what is left goes with the next connect. */
const SWEPT_AT_ONCE = 200;

const NAME_UNLESS_TOLD = ", first_name = if_not_exists(first_name, :first_name)";

export interface Users {
  read(ids: readonly string[]): Promise<User[]>;
  /**
   * Adds a connection, and gives all that the user has with it. `firstName` counts until the user tells another. Nothing,
   * if their bucket of connects does not hold the charge.
   */
  connect(
    userId: string,
    connection: Connection,
    charge: Charge,
    firstName?: string,
  ): Promise<readonly Connection[] | undefined>;
  /** All connections of a user; read consistently. */
  connections(userId: string): Promise<readonly Connection[]>;
  /** Takes connections off, 200 at most in one write. */
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

    async connect(userId, connection, charge, firstName) {
      for (const { set, values, ...conditions } of userCharge("connects", charge)) {
        const updated = await unlessRefused(
          update(userId, {
            UpdateExpression:
              `SET v = :v, #connection = :until, ${set}` +
              (firstName === undefined ? "" : NAME_UNLESS_TOLD),
            ConditionExpression: conditions.ConditionExpression,
            ExpressionAttributeNames: {
              "#connection": connectionAttribute(connection.id),
              ...conditions.ExpressionAttributeNames,
            },
            ExpressionAttributeValues: {
              ...{ ":v": VERSION, ":until": packConnection(connection) },
              ...values,
              ...(firstName !== undefined && { ":first_name": firstName }),
            },
            ReturnValues: "ALL_NEW",
          }),
        );
        if (updated) return readUser(updated.Attributes ?? {}).connections;
      }
      return undefined;
    },

    async connections(userId) {
      const item = await get(table, userKey(userId));
      return item ? readUser(item).connections : [];
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
