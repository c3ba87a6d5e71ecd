// The table of devices: whose they are, and what each user was told of already.

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

/** Names one message to one user. Under a partition of its own: what was told is no device. */
const told = (userId: string, { room_id, rev }: Message) => ({
  user_id: `told#${userId}`,
  device: `${room_id}#${rev}`,
});

/** Whether a user was told of a message already: events come at least once. */
export async function wasTold(userId: string, message: Message): Promise<boolean> {
  const { Item } = await client.send(new GetCommand({ TableName, Key: told(userId, message) }));
  return Item !== undefined;
}

/** Notes for a day that a user was told. */
export async function noteTold(userId: string, message: Message): Promise<void> {
  const expires_at = Math.ceil(Date.now() / 1_000) + DAY_SECONDS;
  await addDevice({ ...told(userId, message), expires_at });
}
