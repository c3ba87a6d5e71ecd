// Closing a connection through API Gateway's management API.

import {
  DeleteConnectionCommand,
  type ApiGatewayManagementApiClient,
} from "@aws-sdk/client-apigatewaymanagementapi";

/** Closes a connection, within two seconds. One that is gone already is as good. */
export type Close = (connectionId: string) => Promise<void>;

const CLOSE_MS = 2_000;

export const closer =
  (client: ApiGatewayManagementApiClient): Close =>
  async (connectionId) => {
    const command = new DeleteConnectionCommand({ ConnectionId: connectionId });
    try {
      await client.send(command, { abortSignal: AbortSignal.timeout(CLOSE_MS) });
    } catch (error) {
      if (!(error instanceof Error && error.name === "GoneException")) throw error;
    }
  };
