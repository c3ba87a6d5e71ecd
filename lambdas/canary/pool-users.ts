// The canary's two users in the stack's own user pool. Their passwords are generated for one run and stored nowhere.

import { randomBytes } from "node:crypto";
import { jsonService } from "../http/json-service.ts";

/** Addresses that nobody can have: RFC 2606 reserves the domain `invalid`. */
export const CANARY_USERS = ["canary-one@canary.invalid", "canary-two@canary.invalid"] as const;

/** The time limit of one request, in milliseconds. */
const REQUEST_MS = 5_000;

export interface Pool {
  /** Cognito's URL, as `https://<host>`. */
  readonly endpoint: string;
  readonly poolId: string;
  readonly clientId: string;
}

/**
 * Signs in both users and resolves to their ID tokens; creates missing users. Rejects with an error that has the name
 * of Cognito's error, or as `exchange` does if there is no answer.
 */
export type SignIn = () => Promise<[string, string]>;

export function poolUsers({ endpoint, poolId, clientId }: Pool): SignIn {
  const service = jsonService({
    endpoint,
    service: "cognito-idp",
    target: "AWSCognitoIdentityProviderService",
    version: "1.1",
  });

  async function call(operation: string, input: object): Promise<Answer> {
    const { statusCode, text } = await service(
      operation,
      { UserPoolId: poolId, ...input },
      REQUEST_MS,
    );
    if (statusCode === 200) return JSON.parse(text) as Answer;
    const name = TYPE.exec(text)?.[1] ?? `Status${statusCode}`;
    throw Object.assign(new Error(`${operation} was answered ${statusCode}.`), { name });
  }

  const setPassword = (username: string, password: string) =>
    call("AdminSetUserPassword", { Username: username, Password: password, Permanent: true });

  async function makeUser(username: string): Promise<void> {
    await call("AdminCreateUser", {
      Username: username,
      MessageAction: "SUPPRESS",
      UserAttributes: [
        { Name: "email", Value: username },
        { Name: "email_verified", Value: "true" },
        { Name: "given_name", Value: "Canary" },
      ],
    });
  }

  async function signIn(username: string): Promise<string> {
    const password = newPassword();
    try {
      await setPassword(username, password);
    } catch (error) {
      if (!(error instanceof Error && error.name === "UserNotFoundException")) throw error;
      await makeUser(username);
      await setPassword(username, password);
    }
    const { AuthenticationResult, ChallengeName } = await call("AdminInitiateAuth", {
      ClientId: clientId,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: username, PASSWORD: password },
    });
    if (AuthenticationResult) return AuthenticationResult.IdToken;
    throw new Error(`Cognito asks the canary for more: ${ChallengeName ?? "no challenge"}.`);
  }

  return async () => await Promise.all([signIn(CANARY_USERS[0]), signIn(CANARY_USERS[1])]);
}

interface Answer {
  readonly AuthenticationResult?: { readonly IdToken: string };
  readonly ChallengeName?: string;
}

/** The name of an error in Cognito's answer, which may have the name of a schema before it. */
const TYPE = /"__type"\s*:\s*"(?:[^"#]*#)?(\w+)"/;

/** A random password with one of each kind of character that the pool's policy requires. */
const newPassword = (): string => `${randomBytes(24).toString("base64url")}aA1-`;
