// Invokes the operator's Lambda, on AWS or on this machine.

import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { ADMIN } from "../lambdas/routes.ts";

/** The command was refused, or could not be asked; `message` says why. */
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
  /** The Lambda of a deployment, by name or ARN. Without it, the local server's. */
  readonly functionName?: string | undefined;
  /** Where the local server is. */
  readonly endpoint: string;
  /** What it is called there. */
  readonly name?: string;
}

/** A caller of the Lambda. It throws AdminError for what is refused, and the SDK's errors for what cannot be asked. */
export function invoker({ functionName, endpoint, name = ADMIN.file }: Target): Invoke {
  const client = functionName === undefined ? localClient(endpoint) : new LambdaClient();
  return async (command) => {
    const { Payload } = await client.send(
      new InvokeCommand({
        FunctionName: functionName ?? name,
        Payload: new TextEncoder().encode(JSON.stringify(command)),
      }),
    );
    const said = answer.parse(JSON.parse(Payload?.transformToString() ?? "null"));
    if ("result" in said) return said.result;
    if ("error" in said) throw new AdminError(`${said.error.code}: ${said.error.message}`);
    throw new AdminError(`The function failed: ${said.errorMessage}`);
  };
}

const localClient = (endpoint: string): LambdaClient =>
  new LambdaClient({
    endpoint,
    region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
