// Invokes the REQUEST authorizer, which admits or refuses a client and returns the context of later events.
import { authorizerEvent, methodArn } from "./events.ts";
import type { HandshakeRequest } from "./handshake-request.ts";
import type { Refusal } from "./refusal.ts";
import { refusal } from "./refusal.ts";
import { isRecord } from "./response.ts";
import type { Stage } from "./stage.ts";

/** The authorizer's context with its values as strings, and the `principalId`. */
export type Identity = Record<string, string>;

/**
 * Returns the identity that the authorizer gives, or a refusal. Without an authorizer, every client is admitted,
 * without an identity. Never rejects.
 */
export async function authorize(
  stage: Stage,
  request: HandshakeRequest,
): Promise<{ identity: Identity | undefined } | Refusal> {
  if (!stage.authorizer) return { identity: undefined };
  const event = authorizerEvent(stage.deployment, request);
  const result = await stage.invocations.invoke(stage.authorizer, "authorizer", event);
  try {
    if (result.kind === "threw") throw result.error;
    if (result.kind === "timed out") throw new Error("The authorizer timed out");
    const { identity, policy } = parseOutput(result.value, stage.limits.authorizerBytes);
    return allows(policy, methodArn(stage.deployment)) ? { identity } : refusal(403, "Forbidden");
  } catch (error) {
    if (isUnauthorized(error)) return refusal(401, "Unauthorized");
    stage.observe({ kind: "fault", where: "authorizer", error });
    return refusal(500, "Internal server error");
  }
}

/** True only for this exact text: `Unauthorized: …` is a failure of the authorizer like any other. */
function isUnauthorized(error: unknown): boolean {
  return (error instanceof Error ? error.message : error) === "Unauthorized";
}

function parseOutput(
  output: unknown,
  limitBytes: number,
): { identity: Identity; policy: Record<string, unknown> } {
  if (!isRecord(output)) throw new TypeError("The authorizer's output is not an object");
  if (Buffer.byteLength(JSON.stringify(output)) > limitBytes) {
    throw new TypeError(`The authorizer's output is over ${limitBytes} bytes`);
  }
  const { principalId, policyDocument, context = {} } = output;
  if (typeof principalId !== "string") throw new TypeError("principalId is not a string");
  if (!isRecord(policyDocument)) throw new TypeError("policyDocument is not an object");
  if (!isRecord(context)) throw new TypeError("The authorizer's context is not an object");
  const values = Object.entries(context).map(([key, value]) => [key, contextValue(key, value)]);
  return {
    identity: { ...(Object.fromEntries(values) as Identity), principalId },
    policy: policyDocument,
  };
}

function contextValue(key: string, value: unknown): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return String(value);
  }
  throw new TypeError(`The authorizer's context has a ${key} that is no string, number or boolean`);
}

/**
 * A Deny overrides an Allow, and without an Allow access is denied. Conditions are not supported: a statement with one
 * is an error.
 */
function allows(policy: Record<string, unknown>, resource: string): boolean {
  const statements = [policy["Statement"]].flat().filter((statement) => {
    if (!isRecord(statement)) throw new TypeError("The policy has a malformed Statement");
    if ("Condition" in statement) throw new TypeError("Conditions are not supported here");
    return (
      matches(statement["Action"], "execute-api:Invoke") && matches(statement["Resource"], resource)
    );
  }) as Record<string, unknown>[];
  const effects = statements.map((statement) => statement["Effect"]);
  return effects.includes("Allow") && !effects.includes("Deny");
}

/** Whether the whole text matches one of the IAM patterns (`*`: any text, `?`: any one character). */
function matches(patterns: unknown, text: string): boolean {
  return [patterns].flat().some((pattern) => {
    if (typeof pattern !== "string") throw new TypeError("The policy has a malformed pattern");
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    return new RegExp(`^${source}$`, "s").test(text);
  });
}
