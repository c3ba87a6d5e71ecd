// `npm start`: the whole backend on this machine, until Ctrl-C.
import type { Envelope } from "../local/event-bus.ts";
import type { GatewayEvent } from "../local/gateway/gateway.ts";
import { domainEventLine, webhook } from "./dev/domain-events.ts";
import { eventLine } from "./dev/event-line.ts";
import { startPage } from "./dev/page.ts";
import { readSettings, type Settings } from "./dev/settings.ts";
import { explain } from "./dev/fault.ts";
import { welcome } from "./dev/welcome.ts";
import { startServer, type Server } from "./server.ts";

// The handlers' own log: lines for people, unless it is wanted otherwise.
process.env.LOG_FORMAT ??= "text";

let settings: Settings | undefined;
// The database throws where nobody can catch it.
process.on("uncaughtException", fail);
try {
  settings = readSettings(process.env, process.argv.slice(2));
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

function fail(error: unknown): never {
  console.error(explain(error, settings) ?? error);
  process.exit(1);
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

/** A second signal meets no handler any more, and ends the process at once. */
async function stop(server: Server): Promise<void> {
  process.removeAllListeners("SIGINT").removeAllListeners("SIGTERM");
  console.log("\nEnding: connections first, then the database.");
  await server.close();
  console.log("Ended.");
  process.exit(0);
}
