// A room of ann and bob on mocked AWS clients, and the environment variables of the message handlers.

import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { vi } from "vitest";
import type { Post } from "../../lambdas/delivery/post.ts";
import { newMemberItem } from "../../lambdas/store/items/member.ts";
import { newRoomItem, READY } from "../../lambdas/store/items/room.ts";
import { roomKey, userKey } from "../../lambdas/store/keys.ts";
import { aMember, aRoom } from "../store/contract/samples.ts";
import { NOW } from "./events.ts";

const TABLE = "parley-test";

export const ROOM = "663c8020fefd1941540edbca";

/** Replaces every client in the process. */
export const dynamodb = mockClient(DynamoDBDocumentClient);

/** Replaces API Gateway for handlers that are imported afterwards. */
export const gateway = vi.fn<Post>();
vi.mock("../../lambdas/delivery/poster.ts", () => ({ poster: () => gateway }));

/** Sets the environment variables. A test imports handlers by `import()` after this. */
export function setEnvironment(): void {
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("TABLE_NAME", TABLE);
  vi.stubEnv("CONNECTIONS_ENDPOINT", "http://127.0.0.1:9");
  vi.stubEnv("FAN_OUT_QUEUE_URL", "http://127.0.0.1:9/queue.fifo");
  vi.stubEnv("FILES_BUCKET", "files");
  vi.stubEnv("FILES_URL", "http://127.0.0.1:9/files");
}

const room = aRoom({ id: ROOM });
const connected = (userId: string, ...ids: string[]) => ({
  ...userKey(userId),
  ...(Object.fromEntries(ids.map((id) => [`conn:${id}`, NOW + 1])) as Record<string, number>),
});

/** Answers every request from an empty room, in which ann has two connections and bob has one. */
export function openRoom(): void {
  dynamodb.reset();
  const items = [
    { ...newRoomItem(room, ""), state: READY },
    ...["ann", "bob"].map((userId) => newMemberItem(ROOM, aMember(userId))),
  ];
  dynamodb.on(QueryCommand).resolves({ Items: items });
  // The room's log is empty.
  const KeyConditionExpression = "pk = :pk AND sk BETWEEN :from AND :to";
  dynamodb.on(QueryCommand, { KeyConditionExpression }).resolves({});
  dynamodb.on(GetCommand).resolves({});
  dynamodb.on(GetCommand, { Key: roomKey(ROOM) }).resolves({ Item: items[0] });
  dynamodb.on(PutCommand).resolves({});
  dynamodb.on(UpdateCommand).resolves({});
  dynamodb.on(BatchGetCommand).resolves({
    Responses: { [TABLE]: [connected("ann", "c-ann", "c-ann2"), connected("bob", "c-bob")] },
  });
  gateway.mockReset().mockResolvedValue({ posted: "sent" });
}
