// Presigned URLs of S3: each allows one operation to anybody who has it, until it expires.

import { s3Signer } from "../http/signer.ts";

/** An object, or with `query` a part of it such as its tags, in the bucket at `base`. */
export interface ObjectAddress {
  readonly base: URL;
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** The header of a signature that does not cover the body. */
const UNSIGNED = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };

/** A URL that allows `method` for `ms` milliseconds from `now`, rounded down to whole seconds. */
export async function presigned(
  method: "GET" | "DELETE",
  { base, key, query = {} }: ObjectAddress,
  now: Date,
  ms: number,
): Promise<string> {
  const { protocol, hostname, port, host } = base;
  const names = new Set(Object.keys(UNSIGNED));
  const path = `${base.pathname.replace(/\/$/, "")}/${key.split("/").map(escaped).join("/")}`;
  const signed = await (
    await s3Signer()
  ).signer.presign(
    {
      method,
      protocol,
      hostname,
      ...(port && { port: Number(port) }),
      path,
      query: { ...query },
      headers: { host, ...UNSIGNED },
    },
    {
      signingDate: now,
      expiresIn: Math.floor(ms / 1_000),
      unhoistableHeaders: names,
      unsignableHeaders: names,
    },
  );
  const search = Object.entries(signed.query ?? {})
    .map(([name, value]) => `${escaped(name)}=${escaped(String(value))}`)
    .join("&");
  return `${protocol}//${host}${path}?${search}`;
}

/** Escapes everything but letters, digits, and `-._~`, as signatures require. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
