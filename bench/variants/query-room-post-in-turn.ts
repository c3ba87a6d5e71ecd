// A reference design, the usual second step: one Query finds a room's connections in their partition, and the message
// is posted to them one after another. It has no membership, order, retries or sync.

import { randomUUID } from "node:crypto";
import { DeleteCommand, GetCommand, paginateQuery, PutCommand } from "@aws-sdk/lib-dynamodb";
import { post, table, TableName, type Event, type Message } from "./aws.ts";

const CONNECTION = "CONNECTION#";

/** The key of a connection's own item, which holds its room. */
const keyOf = (connectionId: string) => ({ pk: CONNECTION + connectionId, sk: "CONNECTION" });
const keyIn = (room: string, connectionId: string) => ({
  pk: `ROOM#${room}`,
  sk: CONNECTION + connectionId,
});

async function connect({ requestContext, queryStringParameters }: Event): Promise<void> {
  const { connectionId, authorizer } = requestContext;
  const { room = "" } = queryStringParameters ?? {};
  const { principalId: user } = authorizer;
  await table.send(new PutCommand({ TableName, Item: { ...keyOf(connectionId), room } }));
  const Item = { ...keyIn(room, connectionId), id: connectionId, user };
  await table.send(new PutCommand({ TableName, Item }));
}

async function disconnect({ requestContext: { connectionId } }: Event): Promise<void> {
  const Key = keyOf(connectionId);
  const { Item } = await table.send(new GetCommand({ TableName, Key }));
  if (Item) await forget(String(Item.room), connectionId);
  await table.send(new DeleteCommand({ TableName, Key }));
}

const forget = (room: string, connectionId: string) =>
  table.send(new DeleteCommand({ TableName, Key: keyIn(room, connectionId) }));

async function sendMessage({ body = "", requestContext }: Event): Promise<void> {
  const { room_id, message } = JSON.parse(body) as Message;
  const { principalId: user } = requestContext.authorizer;
  const sent = { room_id, _id: randomUUID(), user, message, at: Date.now() };
  const Item = { pk: `ROOM#${room_id}`, sk: `MESSAGE#${sent.at}#${sent._id}`, ...sent };
  await table.send(new PutCommand({ TableName, Item }));

  const pages = paginateQuery(
    { client: table },
    {
      TableName,
      KeyConditionExpression: "pk = :room AND begins_with(sk, :connection)",
      ExpressionAttributeValues: { ":room": `ROOM#${room_id}`, ":connection": CONNECTION },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const { id } of Items) {
      if (!(await post(String(id), sent))) await forget(room_id, String(id));
    }
  }
}

export async function handler(event: Event) {
  const { routeKey } = event.requestContext;
  if (routeKey === "$connect") await connect(event);
  else if (routeKey === "$disconnect") await disconnect(event);
  else await sendMessage(event);
  return { statusCode: 200 };
}
