// Invokes `$disconnect` at the end of a connection.
import { disconnectEvent } from "./events.ts";
import type { Caller } from "./handshake-request.ts";
import type { Stage } from "./stage.ts";

/**
 * Invokes `$disconnect`, if it exists and no fault drops it. Its response is ignored; an error is reported to
 * `observe`.
 */
export async function disconnect(
  { deployment, routes, faults, invocations, observe }: Stage,
  caller: Caller,
  code: number,
  reason: string,
): Promise<void> {
  const route = routes.get("$disconnect");
  if (!route || faults.dropDisconnects) return;
  const event = disconnectEvent(deployment, caller, code, reason);
  const result = await invocations.invoke(route.handler, "$disconnect", event);
  if (result.kind === "returned") return;
  const error = result.kind === "threw" ? result.error : new Error("$disconnect timed out");
  observe({ kind: "fault", where: "$disconnect", connectionId: caller.connectionId, error });
}
