// The issuer of the tokens that open a connection: a user pool that the stack creates, or a provider in the settings.

import { expect, test } from "vitest";
import { FULL, resourcesOf } from "./app.ts";
import { render } from "../../bench/harness/template.ts";
import { authorizerOf } from "./wiring.ts";

const own = resourcesOf();
const configured = resourcesOf(FULL);

const POOL = "AWS::Cognito::UserPool";
const CLIENT = "AWS::Cognito::UserPoolClient";

test("without a provider, the authorizer trusts the user pool and its client", () => {
  const issuer = `\${${own.idOf(POOL)}.ProviderURL}`;
  expect(authorizerOf(own).environment).toMatchObject({
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: `\${${own.idOf(CLIENT)}}`,
    OIDC_JWKS_URI: `${issuer}/.well-known/jwks.json`,
  });
  expect(render(own.outputs.UserPoolId?.Value)).toBe(`\${${own.idOf(POOL)}}`);
  expect(own.outputs.UserPoolClientId?.Description).toContain("ID token");
});

test("users cannot sign up themselves; scripts and apps can sign in", () => {
  expect(own.one(POOL).Properties.AdminCreateUserConfig).toEqual({
    AllowAdminCreateUserOnly: true,
  });
  expect(own.one(CLIENT).Properties).toMatchObject({
    ExplicitAuthFlows: [
      "ALLOW_ADMIN_USER_PASSWORD_AUTH",
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_REFRESH_TOKEN_AUTH",
    ],
    PreventUserExistenceErrors: "ENABLED",
  });
  // A browser application cannot protect a client secret.
  expect(own.one(CLIENT).Properties.GenerateSecret).not.toBe(true);
});

test("a password is recovered by e-mail, since users have no phone number", () => {
  expect(own.one(POOL).Properties.AccountRecoverySetting).toEqual({
    RecoveryMechanisms: [{ Name: "verified_email", Priority: 1 }],
  });
});

test("users are kept if the table is", () => {
  expect(own.one(POOL)).toMatchObject({
    DeletionPolicy: "Delete",
    Properties: { DeletionProtection: "INACTIVE" },
  });
  expect(resourcesOf({ stage: "prod" }).one(POOL)).toMatchObject({
    DeletionPolicy: "RetainExceptOnCreate",
    Properties: { DeletionProtection: "INACTIVE" },
  });
  expect(resourcesOf({ deletionProtection: "on" }).one(POOL).Properties).toMatchObject({
    DeletionProtection: "ACTIVE",
  });
});

test("with a provider, no pool is made", () => {
  expect(Object.values(configured.all).filter(({ Type }) => Type.includes("Cognito"))).toEqual([]);
  expect(configured.outputs.UserPoolId).toBeUndefined();
  expect(authorizerOf(configured).environment).toMatchObject({
    OIDC_ISSUER: "https://login.example.com",
    OIDC_AUDIENCE: "chat",
    OIDC_JWKS_URI: "https://login.example.com/keys",
  });
});

test("the keys' address may be left to the provider's discovery document", () => {
  const { oidcJwksUri, ...rest } = FULL;
  expect(oidcJwksUri).toBeDefined();
  expect(authorizerOf(resourcesOf(rest)).environment.OIDC_JWKS_URI).toBeUndefined();
});

test("the resources keep their logical ids: other ids would create a new pool without users", () => {
  expect(own.idOf(POOL)).toBe("UsersPoolBFC35D3B");
  expect(own.idOf(CLIENT)).toBe("UsersPoolClient39A19381");
});
