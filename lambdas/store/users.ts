// Users in the table, and their connections.

import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Connection, User } from "../chat/model.ts";
import type { Charge } from "../chat/tokens.ts";
import { batchGet } from "./batch-get.ts";
import { userCharge } from "./buckets.ts";
import { connectionAttribute, packConnection } from "./items/connection.ts";
import { isBanned, readUser } from "./items/user.ts";
import { VERSION } from "./items/version.ts";
import { userKey } from "./keys.ts";
import { get, holds, unlessRefused, type Table } from "./table.ts";
import { UpdateCommand } from "./commands.ts";

/** Connections that one write removes from a user; the next connect removes more. */
const SWEPT_AT_ONCE = 200;

const SET_NAME_IF_ABSENT = ", first_name = if_not_exists(first_name, :first_name)";

/** The user's state after a connect. */
export interface Connected {
  /** All connections of the user, including the new one. */
  readonly connections: readonly Connection[];
  readonly isBanned: boolean;
}

export interface Users {
  read(ids: readonly string[]): Promise<User[]>;
  /**
   * Adds a connection, also for a banned user, whose attempt is charged too. `firstName` is stored unless the user has
   * a name. Returns undefined if their bucket of connects does not hold the charge.
   */
  connect(
    userId: string,
    connection: Connection,
    charge: Charge,
    firstName?: string,
  ): Promise<Connected | undefined>;
  /** Bans a user, known or not: their handshakes fail from now on. */
  ban(userId: string, now: number): Promise<void>;
  /** Lifts a ban. Returns false if there is none. */
  unban(userId: string): Promise<boolean>;
  /** All connections of a user; read consistently. */
  connections(userId: string): Promise<readonly Connection[]>;
  /** Removes connections from the user, at most 200 in one write. */
  sweep(userId: string, dead: readonly Connection[]): Promise<void>;
  /** Removes one connection, which closed or was found dead. Does not create a user. */
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
              (firstName === undefined ? "" : SET_NAME_IF_ABSENT),
            ConditionExpression: conditions.ConditionExpression,
            ExpressionAttributeNames: {
              "#connection": connectionAttribute(connection.id),
              ...conditions.ExpressionAttributeNames,
            },
            ExpressionAttributeValues: {
              ":v": VERSION,
              ":until": packConnection(connection),
              ...values,
              ...(firstName !== undefined && { ":first_name": firstName }),
            },
            ReturnValues: "ALL_NEW",
          }),
        );
        const { Attributes: item = {} } = updated ?? {};
        if (updated) return { connections: readUser(item).connections, isBanned: isBanned(item) };
      }
      return undefined;
    },

    async ban(userId, now) {
      await update(userId, {
        UpdateExpression: "SET v = :v, banned_at = if_not_exists(banned_at, :now)",
        ExpressionAttributeValues: { ":v": VERSION, ":now": now },
      });
    },

    async unban(userId) {
      const unbanned = update(userId, {
        UpdateExpression: "REMOVE banned_at",
        ConditionExpression: "attribute_exists(banned_at)",
      });
      return await holds(unbanned);
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
