// The route by which apps register devices: PUT adds a device, DELETE removes it.

import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyResultV2 } from "aws-lambda";
import { addDevice, removeDevice, type Device } from "./devices.ts";

type Registered = Omit<Device, "user_id">;

/** @param read the device in a request's body; undefined if the body is invalid */
export const registrationHandler =
  (read: (body: unknown) => Promise<Registered | undefined> | Registered | undefined) =>
  async (event: APIGatewayProxyEventV2WithJWTAuthorizer): Promise<APIGatewayProxyResultV2> => {
    // The chat's user id: the authorizer has verified the token.
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
