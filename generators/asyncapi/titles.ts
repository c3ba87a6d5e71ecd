// A title for every schema of which a code generator makes a type: it calls a schema without one "Anonymous".

import type { JsonSchema } from "./schemas.ts";

const LISTS = ["anyOf", "oneOf", "allOf"] as const;

const words = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

/** Whether it would become a type: an object, a list of values, one of several. A plain string is none. */
const isType = ({ type, properties, enum: values, ...schema }: JsonSchema): boolean =>
  type === "object" ||
  Array.isArray(type) ||
  Boolean(properties ?? values) ||
  LISTS.some((list) => schema[list]);

/** What tells one of several from the others: the `event` that it is, or that it is `deleted`. */
function kindOf({ properties = {} }: JsonSchema): string | undefined {
  for (const [name, property] of Object.entries(properties)) {
    const [only, ...more] = (property as JsonSchema).enum ?? [];
    if (more.length > 0) continue;
    if (typeof only === "string") return only;
    if (only === true) return name;
  }
  return undefined;
}

/** The same schema, and all that it consists of, with titles. What is referred to has its own. */
export function titled(schema: JsonSchema, title: string): JsonSchema {
  if (schema.$ref !== undefined) return schema;
  const { properties, items } = schema;
  const inside = { ...schema };
  if (properties) {
    inside.properties = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [
        name,
        titled(property as JsonSchema, title + words(name)),
      ]),
    );
  }
  if (items) inside.items = titled(items as JsonSchema, `${title}Item`);
  for (const list of LISTS) {
    const parts = schema[list];
    if (parts) {
      inside[list] = parts.map((part, place) =>
        titled(part, title + words(kindOf(part) ?? String(place + 1))),
      );
    }
  }
  return isType(schema) ? { title, ...inside } : inside;
}
