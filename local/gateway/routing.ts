// Evaluates the route selection expression `$request.body.action`.
import { isRecord } from "./response.ts";

const predefined: ReadonlySet<string> = new Set(["$connect", "$disconnect", "$default"]);

/**
 * A message's route key: its action, else `$default`, else none. Clients cannot select `$connect` and `$disconnect`.
 */
export function chooseRoute(
  routes: ReadonlyMap<string, unknown>,
  body: string,
): string | undefined {
  const action = actionOf(body);
  if (action !== undefined && routes.has(action) && !predefined.has(action)) return action;
  return routes.has("$default") ? "$default" : undefined;
}

/** The action as the string that AWS compares: empty if it is missing, undefined if the body is not JSON. */
function actionOf(body: string): string | undefined {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch {
    return undefined;
  }
  const action = isRecord(message) && Object.hasOwn(message, "action") ? message["action"] : null;
  if (action === null) return "";
  return typeof action === "string" ? action : JSON.stringify(action);
}
