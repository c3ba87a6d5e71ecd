// The key pair that signs this machine's tokens: made on the first start, then kept in a file.
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
} from "jose";
import { openFolder } from "./folder.ts";

/** What Cognito and most other issuers sign with. */
export const ALGORITHM = "RS256";

export interface SigningKey {
  privateKey: CryptoKey | Uint8Array;
  /** As a JWKS lists it: the public half, with `kid`, `alg` and `use`. */
  publicJwk: JWK;
}

/** The key's file cannot be read, made or understood; `message` says why in one line. */
export class SigningKeyError extends Error {
  override name = "SigningKeyError";
}

/**
 * @param folder where `signing-key.json` is, or will be; made if missing. Without it, a key for this run only
 * @throws SigningKeyError
 */
export async function openSigningKey(folder?: string): Promise<SigningKey> {
  if (folder === undefined) return fromJwk(await makeJwk());
  const file = join(folder, "signing-key.json");
  let text: string;
  try {
    text = (await read(file)) ?? (await make(folder, file));
  } catch (error) {
    throw new SigningKeyError(`${file} cannot be kept: ${messageOf(error)}`, { cause: error });
  }
  try {
    return await fromJwk(JSON.parse(text) as JWK);
  } catch (error) {
    throw new SigningKeyError(`${file} is not a signing key; delete it to have a new one made`, {
      cause: error,
    });
  }
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The file appears whole or not at all, and is never readable by other users of this machine. */
async function make(folder: string, file: string): Promise<string> {
  const text = JSON.stringify(await makeJwk());
  await openFolder(folder);
  const half = `${file}.${process.pid}`;
  await writeFile(half, text, { mode: 0o600, flush: true });
  await rename(half, file);
  return text;
}

async function makeJwk(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return exportJWK(privateKey);
}

async function fromJwk(jwk: JWK): Promise<SigningKey> {
  const { kty, n, e } = jwk;
  const publicHalf = { kty, n, e };
  const kid = await calculateJwkThumbprint(publicHalf);
  return {
    privateKey: await importJWK(jwk, ALGORITHM),
    publicJwk: { ...publicHalf, kid, alg: ALGORITHM, use: "sig" },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
