// The canary's two users in the stack's own user pool. Their passwords are made for one run and kept nowhere.

import { randomBytes } from "node:crypto";
import { jsonService } from "../http/json-service.ts";

/** Addresses that no person can have: RFC 2606 keeps the domain `invalid` from everybody. */
export const CANARY_USERS = ["canary-one@canary.invalid", "canary-two@canary.invalid"] as const;

/** How long one request may take, in milliseconds. */
const REQUEST_MS = 5_000;

export interface Pool {
  /** Where Cognito is, as `https://<host>`. */
  readonly endpoint: string;
  readonly poolId: string;
  readonly clientId: string;
}

/**
 * Signs both in and resolves to their ID tokens; makes those that are not there. Rejects with an error under Cognito's name
 * of it, or as `exchange` does where no answer came.
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

/** The name of an error in its answer. Before it there may be the name of its schema. */
const TYPE = /"__type"\s*:\s*"(?:[^"#]*#)?(\w+)"/;

/** With one of each kind of character that the pool's policy asks for. */
const newPassword = (): string => `${randomBytes(24).toString("base64url")}aA1-`;
