// A reference design from beginners' tutorials: one item per connection; each message scans them all, filters those of
// the room, and posts to them concurrently. It has no membership, order, retries or sync.

import { randomUUID } from "node:crypto";
import { DeleteCommand, paginateScan, PutCommand } from "@aws-sdk/lib-dynamodb";
import { post, table, TableName, type Event, type Message } from "./aws.ts";

const keyOf = (connectionId: string) => ({ pk: `CONNECTION#${connectionId}`, sk: "CONNECTION" });

const forget = (connectionId: string) =>
  table.send(new DeleteCommand({ TableName, Key: keyOf(connectionId) }));

async function connect({ requestContext, queryStringParameters }: Event): Promise<void> {
  const { connectionId, authorizer } = requestContext;
  const { room = "" } = queryStringParameters ?? {};
  const Item = { ...keyOf(connectionId), id: connectionId, user: authorizer.principalId, room };
  await table.send(new PutCommand({ TableName, Item }));
}

async function sendMessage({ body = "", requestContext }: Event): Promise<void> {
  const { room_id, message } = JSON.parse(body) as Message;
  const { principalId: user } = requestContext.authorizer;
  const sent = { room_id, _id: randomUUID(), user, message, at: Date.now() };
  const Item = { pk: `MESSAGES#${room_id}`, sk: `${sent.at}#${sent._id}`, ...sent };
  await table.send(new PutCommand({ TableName, Item }));

  const ids: string[] = [];
  const pages = paginateScan(
    { client: table },
    {
      TableName,
      FilterExpression: "room = :room",
      ExpressionAttributeValues: { ":room": room_id },
    },
  );
  for await (const { Items = [] } of pages) ids.push(...Items.map(({ id }) => String(id)));
  await Promise.all(
    ids.map(async (id) => {
      if (!(await post(id, sent))) await forget(id);
    }),
  );
}

export async function handler(event: Event) {
  const { routeKey, connectionId } = event.requestContext;
  if (routeKey === "$connect") await connect(event);
  else if (routeKey === "$disconnect") await forget(connectionId);
  else await sendMessage(event);
  return { statusCode: 200 };
}
