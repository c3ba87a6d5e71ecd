// Invokes the operator's Lambda, on AWS or on the local server.

import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { parseJson } from "../protocol/json.ts";
import { ADMIN } from "../lambdas/routes.ts";

/** The function refused the command or failed. `message` contains the reason. */
export class AdminError extends Error {
  override readonly name = "AdminError";
}

const answer = z.union([
  z.object({ result: z.looseObject({}) }),
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
  z.object({ errorMessage: z.string() }),
]);

export type Invoke = (command: object) => Promise<Record<string, unknown>>;

export interface Target {
  /** The name or ARN of a deployment's Lambda. Default: the Lambda of the local server. */
  readonly functionName?: string | undefined;
  /** The URL of the local server. */
  readonly endpoint: string;
  /** The name of the Lambda on the local server. */
  readonly name?: string;
}

/**
 * Returns a function that invokes the Lambda and resolves to the command's result. It throws AdminError if the command
 * is refused, the Lambda fails or its answer has an unknown form, and the SDK's error if the invocation itself fails.
 */
export function invoker({ functionName, endpoint, name = ADMIN.file }: Target): Invoke {
  const client = functionName === undefined ? localClient(endpoint) : new LambdaClient();
  return async (command) => {
    const { Payload } = await client.send(
      new InvokeCommand({
        FunctionName: functionName ?? name,
        Payload: new TextEncoder().encode(JSON.stringify(command)),
      }),
    );
    const text = Payload?.transformToString() ?? "";
    const { data } = answer.safeParse(parseJson(text));
    if (!data) throw new AdminError(`The answer of the function has an unknown form: ${text}`);
    if ("result" in data) return data.result;
    if ("error" in data) throw new AdminError(`${data.error.code}: ${data.error.message}`);
    throw new AdminError(`The function failed: ${data.errorMessage}`);
  };
}

const localClient = (endpoint: string): LambdaClient =>
  new LambdaClient({
    endpoint,
    region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
