// Shared by both reference designs: clients with the AWS SDK's defaults, and posting to a connection.

import {
  ApiGatewayManagementApiClient,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

const { TABLE_NAME = "", DYNAMODB_ENDPOINT = "", CONNECTIONS_ENDPOINT = "" } = process.env;

export const TableName = TABLE_NAME;

export const table = DynamoDBDocumentClient.from(
  new DynamoDBClient({ endpoint: DYNAMODB_ENDPOINT }),
);

const api = new ApiGatewayManagementApiClient({ endpoint: CONNECTIONS_ENDPOINT });

/** The part of API Gateway's events that the designs use. */
export interface Event {
  readonly body?: string;
  readonly queryStringParameters?: { readonly room?: string };
  readonly requestContext: {
    readonly routeKey: "$connect" | "$disconnect" | "sendMessage";
    readonly connectionId: string;
    readonly authorizer: { readonly principalId: string };
  };
}

export interface Message {
  readonly room_id: string;
  readonly message: string;
}

/** Posts a message. Returns false if the connection is gone. */
export async function post(connectionId: string, message: object): Promise<boolean> {
  const Data = JSON.stringify({ event: "message", data: message });
  try {
    await api.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data }));
    return true;
  } catch (error) {
    if (error instanceof GoneException) return false;
    throw error;
  }
}
