// The production Lambdas' handlers, and the routes that lead to them.
import type { Handler, Route } from "../../local/gateway/gateway.ts";
import { ACTIONS } from "../../protocol/actions.ts";

/** By route key, with `authorizer` beside them. */
export type Handlers = ReadonlyMap<string, Handler>;

const ONE_WAY = ["$connect", "$disconnect"];
const TWO_WAY = ["$default", ...Object.keys(ACTIONS)];

/** Loads them all. The environment must be set before: they read it when they are loaded. */
export async function loadHandlers(): Promise<Handlers> {
  const keys = ["authorizer", ...ONE_WAY, ...TWO_WAY];
  return new Map(await Promise.all(keys.map(async (key) => [key, await load(key)] as const)));
}

/** Know the route, know the file: `$connect` is lambdas/connect.ts, `sendMessage` lambdas/send-message.ts. */
async function load(routeKey: string): Promise<Handler> {
  const file = routeKey.replace("$", "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const { handler } = (await import(`../../lambdas/${file}.ts`)) as { handler: Handler };
  return handler;
}

/** Routes whose handlers may still be loading: an event waits until they are there. */
export function routesTo(handlers: () => Promise<Handlers>): Record<string, Route> {
  const route = (key: string, twoWay: boolean) => [key, { handler: later(handlers, key), twoWay }];
  return Object.fromEntries([
    ...ONE_WAY.map((key) => route(key, false)),
    ...TWO_WAY.map((key) => route(key, true)),
  ]) as Record<string, Route>;
}

/** The handler of a key, once there is one. */
export function later(handlers: () => Promise<Handlers>, key: string): Handler {
  return async (event, context) => {
    const handler = (await handlers()).get(key);
    if (!handler) throw new Error(`There is no handler for ${key}.`);
    return handler(event, context);
  };
}
