// Explains in one line why the server did not start or cannot continue, and what to change.
import { DatabaseFolderError, isDatabaseFault } from "../../local/database.ts";
import { DataFolderError } from "../../local/folder.ts";
import { SigningKeyError } from "../../local/signing-key.ts";
import { EndpointError } from "../aws/endpoint-error.ts";
import { SettingError, type Settings } from "./settings.ts";

/** Errors that another folder in DATA_DIR can fix. */
const FOLDER_ERRORS = [DataFolderError, DatabaseFolderError, SigningKeyError];
const OTHER_FOLDER = "DATA_DIR chooses another folder: DATA_DIR=<folder> npm start";

/** Returns undefined if no setting can fix the error: it is a bug, whose stack is printed. */
export function explain(error: unknown, settings?: Settings): string | undefined {
  if (error instanceof SettingError) return error.message;
  if (FOLDER_ERRORS.some((each) => error instanceof each)) {
    return `${(error as Error).message}. ${OTHER_FOLDER}`;
  }
  if (error instanceof EndpointError && isGiven(error, settings)) {
    return `${error.variable}: ${error.message}. Without it, the embedded one is used.`;
  }
  if (isDatabaseFault(error)) {
    const folder = settings?.dataDir ?? "DATA_DIR";
    return `The database in ${folder} cannot go on: ${causeOf(error)}. Make room, or mend it. ${OTHER_FOLDER}`;
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return settings && listenFault(code, settings);
}

function listenFault(code: string, { host, port }: Settings): string | undefined {
  const other = port === 3000 ? 3001 : 3000;
  const otherPort = `--port chooses another: npm start -- --port ${other}`;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is taken. ${otherPort}`;
    case "EACCES":
      return `Port ${port} may not be used. ${otherPort}`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${host} is no address of this machine. --host 0.0.0.0 listens on all that it has.`;
    default:
      return undefined;
  }
}

/** The first line of a database error's cause, or of its own message. */
function causeOf({ message, cause }: Error): string {
  const [line = ""] = (cause instanceof Error ? cause.message : message).split("\n", 1);
  return line.replace(/\.$/, "");
}

const SETTINGS = {
  DYNAMODB_ENDPOINT: "dynamodbEndpoint",
  SQS_ENDPOINT: "sqsEndpoint",
  S3_ENDPOINT: "s3Endpoint",
} as const;

const isGiven = ({ variable }: EndpointError, settings?: Settings): boolean =>
  settings?.[SETTINGS[variable]] !== undefined;
