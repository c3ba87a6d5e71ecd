// The production Lambdas' handlers, and their routes.
import { ADMIN, AUTHORIZER_FILE, FAN_OUT, ROUTES } from "../../lambdas/routes.ts";
import type { Handler, Route } from "../../local/gateway/gateway.ts";

/** Handlers by the names of their files in lambdas/. */
export type Handlers = ReadonlyMap<string, Handler>;

/** Loads all handlers. Set the environment first: they read it when they are loaded. */
export async function loadHandlers(): Promise<Handlers> {
  const files = [AUTHORIZER_FILE, FAN_OUT.file, ADMIN.file, ...ROUTES.map(({ file }) => file)];
  return new Map(await Promise.all(files.map(async (file) => [file, await load(file)] as const)));
}

async function load(file: string): Promise<Handler> {
  const { handler } = (await import(`../../lambdas/${file}.ts`)) as { handler: Handler };
  return handler;
}

/** The routes. An event waits until its handler is loaded. */
export function routesTo(handlers: () => Promise<Handlers>): Record<string, Route> {
  return Object.fromEntries(
    ROUTES.map(({ key, file, twoWay }) => [key, { handler: later(handlers, file), twoWay }]),
  );
}

/** The authorizer; it waits until its handler is loaded. */
export function authorizerOf(handlers: () => Promise<Handlers>): Handler {
  return later(handlers, AUTHORIZER_FILE);
}

/** The fan-out's handler. */
export function fanOutIn(handlers: Handlers): Handler {
  return handlerIn(handlers, FAN_OUT.file);
}

/**
 * Finds the Lambda of the operator's commands by its name; undefined for any other name. A call waits until its handler
 * is loaded.
 */
export function adminOf(handlers: () => Promise<Handlers>): (name: string) => Handler | undefined {
  const handler = later(handlers, ADMIN.file);
  return (name) => (name === ADMIN.file ? handler : undefined);
}

function later(handlers: () => Promise<Handlers>, file: string): Handler {
  return async (event, context) => handlerIn(await handlers(), file)(event, context);
}

function handlerIn(handlers: Handlers, file: string): Handler {
  const handler = handlers.get(file);
  if (!handler) throw new Error(`lambdas/${file}.ts is not loaded.`);
  return handler;
}
