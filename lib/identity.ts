// The users who may connect: those of a configured OIDC provider, or of a new Cognito user pool.

import { Duration, Validations } from "aws-cdk-lib";
import {
  AccountRecovery,
  FeaturePlan,
  UserPool,
  type UserPoolClient,
} from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import type { Config, Identity } from "./config.ts";
import { removalPolicyOf } from "./removal-policy.ts";

/** The configured provider, or the new user pool. */
export function identityProvider(
  scope: Construct,
  config: Pick<Config, "identity" | "keepData" | "deletionProtection">,
): { identity: Identity; users?: Users } {
  if (config.identity) return { identity: config.identity };
  const users = new Users(scope, "Users", config);
  return { identity: users.identity, users };
}

/**
 * Administrators create users; sign-up is disabled. Clients connect with the ID token: its `aud` is the client, an
 * access token has none.
 */
export class Users extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly identity: Identity;

  constructor(
    scope: Construct,
    id: string,
    { keepData, deletionProtection }: Pick<Config, "keepData" | "deletionProtection">,
  ) {
    super(scope, id);
    this.pool = new UserPool(this, "Pool", {
      featurePlan: FeaturePlan.LITE,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      // The pool stores no phone numbers.
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      standardAttributes: { givenName: { mutable: true } },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
      },
      deletionProtection,
      removalPolicy: removalPolicyOf(keepData),
    });
    // Applications sign in with SRP; the administrator's flow, for scripts, needs AWS credentials.
    this.client = this.pool.addClient("Client", {
      authFlows: { userSrp: true, adminUserPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      idTokenValidity: Duration.hours(1),
    });
    const issuer = this.pool.userPoolProviderUrl;
    this.identity = {
      issuer,
      audience: this.client.userPoolClientId,
      // The `jwks_uri` of Cognito's discovery document, which saves a request at each cold start.
      jwksUri: `${issuer}/.well-known/jwks.json`,
    };
    Validations.of(this.pool).acknowledge(
      {
        id: "AwsSolutions-COG2",
        reason:
          "A chat's users need not have a second factor; a deployment that wants one uses an OIDC provider.",
      },
      {
        id: "AwsSolutions-COG8",
        reason:
          "The plus plan costs per user and month; its threat protection is the owner's choice.",
      },
    );
  }
}
