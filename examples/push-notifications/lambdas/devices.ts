// The table of devices by user, and of the messages that each user was notified of.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";

/** A phone's endpoint or a browser's subscription, as it was registered. */
export interface Device {
  readonly user_id: string;
  readonly device: string;
  readonly [attribute: string]: unknown;
}

interface Message {
  readonly room_id: string;
  readonly rev: number;
}

const TableName = process.env.TABLE_NAME;
const client = DynamoDBDocumentClient.from(new DynamoDBClient());

const DAY_SECONDS = 24 * 60 * 60;

export const addDevice = (Item: Device) => client.send(new PutCommand({ TableName, Item }));

export const removeDevice = ({ user_id, device }: Pick<Device, "user_id" | "device">) =>
  client.send(new DeleteCommand({ TableName, Key: { user_id, device } }));

export async function devicesOf(userId: string): Promise<Device[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "user_id = :user",
      ExpressionAttributeValues: { ":user": userId },
    }),
  );
  return Items as Device[];
}

/** The key of a notification to a user. Its partition is not that of the user's devices. */
const notificationKey = (userId: string, { room_id, rev }: Message) => ({
  user_id: `notified#${userId}`,
  device: `${room_id}#${rev}`,
});

/** Whether a user was notified of a message already: events are delivered at least once. */
export async function wasNotified(userId: string, message: Message): Promise<boolean> {
  const { Item } = await client.send(
    new GetCommand({ TableName, Key: notificationKey(userId, message) }),
  );
  return Item !== undefined;
}

/** Records for a day that a user was notified of a message. */
export async function recordNotification(userId: string, message: Message): Promise<void> {
  const expires_at = Math.ceil(Date.now() / 1_000) + DAY_SECONDS;
  await addDevice({ ...notificationKey(userId, message), expires_at });
}
