// Closing a connection through API Gateway's management API.

import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";

/** Closes a connection, within two seconds. One that is gone already is as good. */
export type Close = (connectionId: string) => Promise<void>;

const CLOSE_MS = 2_000;

/** Closes connections of the stage at `endpoint`. That is rare, so the AWS SDK's client does it as it comes. */
export function closer(endpoint: string): Close {
  const client = new ApiGatewayManagementApiClient({ endpoint, maxAttempts: 1 });
  return async (connectionId) => {
    const command = new DeleteConnectionCommand({ ConnectionId: connectionId });
    try {
      await client.send(command, { abortSignal: AbortSignal.timeout(CLOSE_MS) });
    } catch (error) {
      if (!(error instanceof Error && error.name === "GoneException")) throw error;
    }
  };
}
