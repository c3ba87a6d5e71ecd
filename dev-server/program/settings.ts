// The settings of `npm start`, from arguments and environment variables; arguments take precedence.
import { parseArgs } from "node:util";

export interface Settings {
  /** The address or host name to listen on. */
  host: string;
  port: number;
  dataDir: string;
  /** A DynamoDB to use instead of the embedded one. */
  dynamodbEndpoint?: string;
  /** An SQS to use instead of the one in this process. */
  sqsEndpoint?: string;
  /** An S3 to use instead of the one in this process. */
  s3Endpoint?: string;
  /** Whether there is an event bus. */
  events?: true;
  /** The URL that domain events are posted to. */
  webhookUrl?: string;
}

/** A setting is invalid; `message` names it and what is valid. */
export class SettingError extends Error {
  override name = "SettingError";
}

const USAGE = "npm start -- [--port 3001] [--host 0.0.0.0]";

/** Reads the settings; an empty variable counts as unset. @throws SettingError */
export function readSettings(env: NodeJS.ProcessEnv, args: readonly string[] = []): Settings {
  const { port, host } = argumentsIn(args);
  const { PORT, HOST, DATA_DIR, DYNAMODB_ENDPOINT, SQS_ENDPOINT, S3_ENDPOINT } = env;
  const { EVENTS, WEBHOOK_URL } = env;
  return {
    host: host === undefined ? hostOf("HOST", HOST || "localhost") : hostOf("--host", host),
    port: port === undefined ? portOf("PORT", PORT || "3000") : portOf("--port", port),
    dataDir: DATA_DIR ? DATA_DIR : ".data",
    ...((isOn("EVENTS", EVENTS) || WEBHOOK_URL) && { events: true as const }),
    ...(WEBHOOK_URL && { webhookUrl: endpointOf("WEBHOOK_URL", WEBHOOK_URL) }),
    ...(DYNAMODB_ENDPOINT && {
      dynamodbEndpoint: endpointOf("DYNAMODB_ENDPOINT", DYNAMODB_ENDPOINT),
    }),
    ...(SQS_ENDPOINT && { sqsEndpoint: endpointOf("SQS_ENDPOINT", SQS_ENDPOINT) }),
    ...(S3_ENDPOINT && { s3Endpoint: endpointOf("S3_ENDPOINT", S3_ENDPOINT) }),
  };
}

function argumentsIn(args: readonly string[]): { port?: string; host?: string } {
  const options = { port: { type: "string" }, host: { type: "string" } } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    // The first sentence of Node's message names the wrong argument.
    const [why = ""] = (error as Error).message.split(/\.\s|\n/, 1);
    throw new SettingError(`${why}. Usage: ${USAGE}`, { cause: error });
  }
}

function portOf(name: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new SettingError(
    `${name} must be a number from 0 to 65535 (0: any free port), not "${text}".`,
  );
}

/**
 * A host name or an address, without other parts of a URL. `localhost` becomes 127.0.0.1, because Node may resolve it
 * to IPv6, which browsers try first.
 */
function hostOf(name: string, text: string): string {
  if (text === "localhost") return "127.0.0.1";
  if (/^[\w.:-]+$/.test(text) && !/:\d+$/.test(text.replace(/^.*:.*:.*$/, ""))) return text;
  throw new SettingError(
    `${name} must be an address or a name of this machine, such as 0.0.0.0 for all, not "${text}".`,
  );
}

function isOn(variable: string, text = ""): boolean {
  if (["", "on", "off"].includes(text)) return text === "on";
  throw new SettingError(`${variable} must be on or off, not "${text}".`);
}

function endpointOf(variable: string, text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new SettingError(`${variable} must be a URL such as http://localhost:8000, not "${text}".`);
}
