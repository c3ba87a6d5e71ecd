// Error messages for invalid fields. Each follows the field's name, as in "room_id: is missing".

import type * as z from "zod/mini";

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const many = (count: number | bigint, one: string, more: string): string =>
  `${count} ${Number(count) === 1 ? one : more}`;

function amount(count: number | bigint, origin: string): string {
  if (origin === "string") return many(count, "character", "characters");
  return origin === "array" ? many(count, "entry", "entries") : String(count);
}

/** The messages of issues for which a schema has none of its own. */
export const wording: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is missing";
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      if (issue.input === undefined) return "is missing";
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "too_small": {
      const { minimum, origin } = issue;
      if (Number(minimum) === 1 && (origin === "string" || origin === "array"))
        return "must not be empty";
      const least = amount(minimum, origin);
      return origin === "string" || origin === "array"
        ? `must have at least ${least}`
        : `must be at least ${least}`;
    }
    case "too_big": {
      const most = amount(issue.maximum, issue.origin);
      return issue.origin === "string" || issue.origin === "array"
        ? `is over ${most}`
        : `must be at most ${most}`;
    }
    case "invalid_union":
      return issue.input === undefined ? "is missing" : "has none of the forms that it may have";
    case "unrecognized_keys":
      return `has fields that nobody knows: ${issue.keys.join(", ")}`;
    case "invalid_format":
    case "invalid_key":
    case "invalid_element":
    case "not_multiple_of":
    case "custom":
      return "does not have the form that it must have";
  }
};
