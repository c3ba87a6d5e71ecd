// The key pair that signs this machine's tokens: created on the first start, then stored in a file.
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

/** The algorithm of Cognito and most other issuers. */
export const ALGORITHM = "RS256";

export interface SigningKey {
  privateKey: CryptoKey | Uint8Array;
  /** The public key as in a JWKS, with `kid`, `alg` and `use`. */
  publicJwk: JWK;
}

/** The key's file cannot be read, written or parsed; `message` gives the reason in one line. */
export class SigningKeyError extends Error {
  override name = "SigningKeyError";
}

/**
 * Reads the key pair, or creates it.
 *
 * @param folder the folder of `signing-key.json`, created if missing. Without it, the key is temporary
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

/** Creates the file, atomically and never readable by other users of this machine. */
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
