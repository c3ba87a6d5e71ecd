// Closes connections through API Gateway's management API.

import { errorIn, managementApi } from "./management-api.ts";

/** Closes a connection, within two seconds. Resolves also if it has been closed before. */
export type Close = (connectionId: string) => Promise<void>;

const CLOSE_MS = 2_000;
const GONE = 410;

/** Closes connections of the stage at `endpoint`. Throws API Gateway's errors, and network errors. */
export function closer(endpoint: string): Close {
  const send = managementApi(endpoint);
  return async (connectionId) => {
    const { statusCode, headers } = await send("DELETE", connectionId, { limitMs: CLOSE_MS });
    if (statusCode < 300 || statusCode === GONE) return;
    throw Object.assign(new Error(`API Gateway answered ${statusCode}.`), {
      name: errorIn(headers) || "Error",
      $metadata: { httpStatusCode: statusCode },
    });
  };
}
