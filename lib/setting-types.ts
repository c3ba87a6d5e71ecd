// Zod types of settings. Each message completes "<key> must be …".

import * as z from "zod";

export const WORD = /^[a-z][a-z0-9-]{0,19}$/;
export const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
export const TABLE = /^[\w.-]{3,255}$/;
export const MEDIA_TYPE = /^(\*|[a-z0-9.+-]+\/(\*|[a-z0-9.+-]+))$/;
export const ORIGIN = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/;
export const CERTIFICATE = /^arn:aws[a-z-]*:acm:([a-z0-9-]+):\d{12}:certificate\/[\w-]+$/;
export const KMS_KEY = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;
export const BUCKET = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** With `-c`, every value is text. */
export const fromText = (value: unknown) =>
  typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;

/** An integer; `expected` completes "… must be". */
export const whole = (min: number, max: number) => {
  const expected = `a whole number from ${min} to ${max}`;
  return z.preprocess(fromText, z.int(expected).min(min, expected).max(max, expected));
};

export const text = (pattern: RegExp, expected: string) =>
  z.string(expected).regex(pattern, expected);
export const onOrOff = z.enum(["on", "off"], "on or off");

/** A comma-separated list. */
export const list = (pattern: RegExp, expected: string) =>
  z
    .string(expected)
    .transform((text) => text.split(",").map((each) => each.trim()))
    .pipe(z.array(z.string().regex(pattern, expected), expected));

export const url = (expected: string) => z.url({ protocol: /^https$/, error: expected });
