// The Lambda authorizer: accepts a valid JWT of the configured OIDC issuer, and opens the connection for its `sub`.

import { ENVIRONMENT } from "./names.ts";
import { requireEnv } from "./runtime/environment.ts";
import { tracedEvent } from "./runtime/invocation.ts";
import { log } from "./runtime/log.ts";
import { tokenOf, type AuthorizerEvent } from "./runtime/token.ts";
import { RefusedToken, tokenVerifier } from "./runtime/token-verifier.ts";

const verify = tokenVerifier({
  issuer: requireEnv(ENVIRONMENT.issuer),
  audience: requireEnv(ENVIRONMENT.audience),
  jwksUri: process.env[ENVIRONMENT.jwksUri],
});

export const handler = tracedEvent(async (event: AuthorizerEvent) => {
  try {
    const { userId, exp, firstName } = await verify(tokenOf(event));
    return {
      principalId: userId,
      policyDocument: {
        Version: "2012-10-17",
        Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: event.methodArn }],
      },
      context: { exp: String(exp), ...(firstName !== undefined && { first_name: firstName }) },
    };
  } catch (error) {
    if (!(error instanceof RefusedToken)) {
      log("error", "authorizer", { error });
      throw error;
    }
    log("info", "authorizer", { refused: error.message });
    // API Gateway answers the handshake with 401 only if the error has exactly this message.
    throw new Error("Unauthorized", { cause: error });
  }
});
