// Verifies tokens of any OIDC issuer, by issuer, audience, and the issuer's published keys.

import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";
import * as z from "zod/mini";
import { LIMITS } from "../../protocol/limits.ts";
import { isBlank } from "../../protocol/text.ts";
import { isUserId } from "../../protocol/users.ts";

/** Algorithms with a public key. Those with a shared secret or without a signature are never accepted. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
];

export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  /** The URL of its keys. Default: the one in its discovery document. */
  readonly jwksUri?: string | undefined;
}

export interface Identity {
  readonly userId: string;
  /** Epoch seconds. */
  readonly exp: number;
  readonly firstName?: string;
}

/** Thrown for a token that is refused. The message is for the log: it holds the reason and no part of the token. */
export class RefusedToken extends Error {
  override readonly name = "RefusedToken";
}

/**
 * Returns a function that verifies a token and returns its user and expiry. It throws RefusedToken, or the error with
 * which fetching the issuer's keys failed. They are fetched once per container, and again for an unknown key.
 */
export function tokenVerifier({ issuer, audience, jwksUri }: Issuer) {
  let keys: JWTVerifyGetKey | undefined;

  return async (token: string): Promise<Identity> => {
    if (token === "") throw new RefusedToken("no token");
    keys ??= createRemoteJWKSet(new URL(jwksUri ?? (await discoverKeys(issuer))));
    try {
      const options = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ["sub", "exp"] };
      const { payload } = await jwtVerify(token, keys, options);
      return readIdentity(payload);
    } catch (error) {
      throw isRefusal(error) ? new RefusedToken(error.code, { cause: error }) : error;
    }
  };
}

async function discoverKeys(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return z.object({ jwks_uri: z.url() }).parse(await response.json()).jwks_uri;
}

function readIdentity({ sub = "", exp = 0, given_name: name }: JWTPayload): Identity {
  if (!isUserId(sub)) throw new RefusedToken("sub cannot be a user's id");
  const isName =
    typeof name === "string" &&
    !isBlank(name) &&
    name.length <= LIMITS.nameCharacters &&
    name.isWellFormed();
  return { userId: sub, exp, ...(isName && { firstName: name }) };
}

// Only faults of the token itself. If keys cannot be fetched or read, the fault is the issuer's or this deployment's.
const isRefusal = (error: unknown): error is errors.JOSEError =>
  error instanceof errors.JWTClaimValidationFailed ||
  error instanceof errors.JWTExpired ||
  error instanceof errors.JWTInvalid ||
  error instanceof errors.JWSInvalid ||
  error instanceof errors.JWSSignatureVerificationFailed ||
  error instanceof errors.JOSEAlgNotAllowed ||
  error instanceof errors.JOSENotSupported ||
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys;
