// Runs the development server as a program: prints its events, and stops on signals.
import type { Envelope } from "../local/event-bus.ts";
import type { GatewayEvent } from "../local/gateway/gateway.ts";
import { domainEventLine, webhook } from "./program/domain-events.ts";
import { eventLine } from "./program/event-line.ts";
import { explain } from "./program/fault.ts";
import { startPage } from "./program/page.ts";
import { readSettings, type Settings } from "./program/settings.ts";
import { welcome } from "./program/welcome.ts";
import { startServer, type Server } from "./server.ts";

/** Runs until Ctrl-C. If the server cannot start or continue, prints the reason and exits with 1. */
export async function runDevServer(args: readonly string[]): Promise<void> {
  // The handlers log in a readable form, unless configured otherwise.
  process.env.LOG_FORMAT ??= "text";
  let settings: Settings | undefined;
  const fail = (error: unknown): never => {
    console.error(explain(error, settings) ?? error);
    process.exit(1);
  };
  // dynalite throws where no caller can catch it.
  process.on("uncaughtException", fail);
  try {
    settings = readSettings(process.env, args);
    const server = await startServer({
      ...settings,
      observe,
      ...(settings.events && { onDomainEvent: telling(settings) }),
      page: startPage(settings),
    });
    stopOnSignal(server);
    console.log(welcome(server, settings));
  } catch (error) {
    fail(error);
  }
}

function observe(event: GatewayEvent): void {
  const line = eventLine(event);
  if (line !== undefined) print(line);
}

function print(line: string): void {
  console.log(`${new Date().toTimeString().slice(0, 8)}  ${line}`);
}

function telling({ webhookUrl }: Settings): (envelope: Envelope) => void {
  const post = webhookUrl === undefined ? undefined : webhook(webhookUrl, print);
  return (envelope) => {
    print(domainEventLine(envelope));
    void post?.(envelope);
  };
}

function stopOnSignal(server: Server): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void stop(server));
  }
}

/** Removes the signal handlers first, so that a second signal ends the process at once. */
async function stop(server: Server): Promise<void> {
  process.removeAllListeners("SIGINT").removeAllListeners("SIGTERM");
  console.log("\nEnding: connections first, then the database.");
  await server.close();
  console.log("Ended.");
  process.exit(0);
}
