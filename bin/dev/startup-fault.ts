// Why the server did not start, in one line that says what to change.
import { DatabaseFolderError } from "../../local/database.ts";
import { SigningKeyError } from "../../local/signing-key.ts";
import { StorageFolderError } from "../../local/storage/objects.ts";
import { EndpointError } from "../server/endpoint-error.ts";
import { SettingError, type Settings } from "./settings.ts";

/** What DATA_DIR can be no good for. */
const FOLDER_ERRORS = [DatabaseFolderError, SigningKeyError, StorageFolderError];

/** Undefined for what no setting can cure: a fault of ours, whose stack is wanted. */
export function explain(error: unknown, settings?: Settings): string | undefined {
  if (error instanceof SettingError) return error.message;
  if (FOLDER_ERRORS.some((each) => error instanceof each)) {
    return `${(error as Error).message}. DATA_DIR chooses another folder: DATA_DIR=<folder> npm start`;
  }
  if (error instanceof EndpointError && isGiven(error, settings)) {
    return `${error.variable}: ${error.message}. Without it, the embedded one is used.`;
  }
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (settings && (code === "EADDRINUSE" || code === "EACCES")) {
    const { port } = settings;
    const why = code === "EADDRINUSE" ? "is taken" : "may not be used";
    return `Port ${port} ${why}. PORT chooses another: PORT=${port === 3000 ? 3001 : 3000} npm start`;
  }
  return undefined;
}

const SETTINGS = {
  DYNAMODB_ENDPOINT: "dynamodbEndpoint",
  SQS_ENDPOINT: "sqsEndpoint",
  S3_ENDPOINT: "s3Endpoint",
} as const;

const isGiven = ({ variable }: EndpointError, settings?: Settings): boolean =>
  settings?.[SETTINGS[variable]] !== undefined;
