// The route by which apps register: PUT has a device told from now on, DELETE no more.

import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyResultV2 } from "aws-lambda";
import { addDevice, removeDevice, type Device } from "./devices.ts";

type Registered = Omit<Device, "user_id">;

/** `read` makes a device of the request's body. Nothing, if it cannot be one. */
export const registering =
  (read: (body: unknown) => Promise<Registered | undefined> | Registered | undefined) =>
  async (event: APIGatewayProxyEventV2WithJWTAuthorizer): Promise<APIGatewayProxyResultV2> => {
    // The id that the chat knows: the authorizer has checked the token.
    const user_id = String(event.requestContext.authorizer.jwt.claims.sub);
    const registered = await read(parsed(event.body));
    if (!registered) return { statusCode: 400, body: "This is no device." };
    const device = { ...registered, user_id } as Device;
    await (event.requestContext.http.method === "DELETE"
      ? removeDevice(device)
      : addDevice(device));
    return { statusCode: 204 };
  };

function parsed(body = ""): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
