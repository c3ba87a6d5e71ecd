// What `npm start` is told by environment variables.

export interface Settings {
  port: number;
  dataDir: string;
  /** A DynamoDB to use instead of the embedded one. */
  dynamodbEndpoint?: string;
  /** An SQS to use instead of the one in this process. */
  sqsEndpoint?: string;
  /** An S3 to use instead of the one in this process. */
  s3Endpoint?: string;
  /** Whether there is a bus for other systems. */
  events?: true;
  /** Where its events are posted to. */
  webhookUrl?: string;
}

/** A variable makes no sense; `message` names it and says what would. */
export class SettingError extends Error {
  override name = "SettingError";
}

/** An empty variable is as good as none. @throws SettingError */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const { PORT, DATA_DIR, DYNAMODB_ENDPOINT, SQS_ENDPOINT, S3_ENDPOINT } = env;
  const { EVENTS, WEBHOOK_URL } = env;
  return {
    port: PORT ? portOf(PORT) : 3000,
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

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new SettingError(
    `PORT must be a number from 0 to 65535 (0: any free port), not "${text}".`,
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
