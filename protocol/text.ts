// Schemas of strings and JSON from clients: limited in size, and without halves of characters. Each has its limits in
// its metadata too, for the generated documents.

import * as z from "zod/mini";
import { LIMITS } from "./limits.ts";

const HALF_A_CHARACTER = "holds half of a surrogate pair, which is not text";

/** A string of at most `characters` UTF-16 units, without lone surrogates (no store can hold them). */
export const text = (characters: number) =>
  z.string().check(
    (context) => {
      const { value: input, issues } = context;
      // zod's own `max` counts code points.
      if (input.length > characters) issues.push(tooBig(input, characters, "characters"));
      if (!input.isWellFormed()) issues.push({ code: "custom", input, message: HALF_A_CHARACTER });
    },
    z.meta({ maxLength: characters }),
  );

const tooBig = (input: unknown, maximum: number, unit: string) => ({
  code: "too_big" as const,
  origin: "string" as const,
  maximum,
  input,
  message: `is over ${maximum} ${unit}`,
});

// White space, characters that Unicode defines as ignorable in display, control characters, and the few with an empty
// glyph: the blank of Braille, the null notehead, the marks of annotations.
const BLANK =
  /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800\u{1D159}\uFFF9-\uFFFB]*$/u;

/** Whether a text displays nothing, so that it is equivalent to an empty one. */
export const isBlank = (value: string): boolean => BLANK.test(value);

/** A displayed name: of a user, a room, a type of message. It may be empty, unless another check forbids it. */
export const name = text(LIMITS.nameCharacters).check(({ value: input, issues }) => {
  const message = "must not be blank";
  if (input !== "" && isBlank(input)) issues.push({ code: "custom", input, message });
});

/** A JSON object as a client sends it. */
export type JsonObject = Record<string, unknown>;

export const NO_OBJECT = "must be a JSON object";

/** Whether a value is a JSON object. zod accepts a list as an object too. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

// Uses its own stack, because a frame can nest deeper than the call stack.
function fault(root: unknown): string | undefined {
  const waiting = [{ value: root, depth: 1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next;
    if (depth > LIMITS.jsonDepth) return `nests deeper than ${LIMITS.jsonDepth} levels`;
    if (typeof value === "string" && !value.isWellFormed()) return HALF_A_CHARACTER;
    if (typeof value === "number" && !Number.isFinite(value)) return "holds a number out of range";
    if (typeof value !== "object" || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (!key.isWellFormed()) return HALF_A_CHARACTER;
      waiting.push({ value: inner, depth: depth + 1 });
    }
  }
  return undefined;
}

/** The size of a value as JSON, in bytes of UTF-8. */
export const jsonBytes = (value: unknown): number =>
  new TextEncoder().encode(JSON.stringify(value)).length;

/** A check that a value, or the part of it that `part` returns, has at most `bytes` when encoded. */
export const withinBytes =
  <T>(bytes: number, part: (value: T) => unknown = (value) => value) =>
  ({ value: input, issues }: z.core.ParsePayload<T>): void => {
    if (jsonBytes(part(input)) > bytes) issues.push(tooBig(input, bytes, "bytes of JSON"));
  };

function wholesome({ value: input, issues }: z.core.ParsePayload): void {
  const message = fault(input);
  if (message) issues.push({ code: "custom", input, message });
}

const atMost = (bytes: number) => ({ description: `At most ${bytes} bytes when encoded as JSON.` });

/** Any JSON object of at most `bytes` when encoded. */
export const jsonObject = (bytes: number) =>
  z
    .custom<JsonObject>(isObject, NO_OBJECT)
    .register(z.globalRegistry, { type: "object" })
    .check(wholesome, withinBytes(bytes), z.meta(atMost(bytes)));

const objectOrString = z
  .custom<JsonObject | string>(
    (value) => typeof value === "string" || isObject(value),
    "must be a JSON object or a string",
  )
  .register(z.globalRegistry, { type: ["object", "string"] });

/** A list of JSON objects or strings: `entries` at most, `bytes` together when encoded. */
export const jsonList = (entries: number, bytes: number) =>
  z
    .array(objectOrString)
    .check(z.maxLength(entries), wholesome, withinBytes(bytes), z.meta(atMost(bytes)));
