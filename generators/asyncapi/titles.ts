// Adds a title to every schema for which a code generator creates a type: it names a type without a title "Anonymous".

import type { JsonSchema } from "./schemas.ts";

const LISTS = ["anyOf", "oneOf", "allOf"] as const;

const words = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

/** Whether code generators create a type for the schema: for an object, an enum or a union, not for a plain string. */
const isType = ({ type, properties, enum: values, ...schema }: JsonSchema): boolean =>
  type === "object" ||
  Array.isArray(type) ||
  Boolean(properties ?? values) ||
  LISTS.some((list) => schema[list]);

/** The discriminator of a schema in a union: a constant such as its `event`, or the name of a property that is true. */
function kindOf({ properties = {} }: JsonSchema): string | undefined {
  for (const [name, property] of Object.entries(properties)) {
    const [only, ...more] = (property as JsonSchema).enum ?? [];
    if (more.length > 0) continue;
    if (typeof only === "string") return only;
    if (only === true) return name;
  }
  return undefined;
}

/** Returns a copy of the schema with titles for it and its subschemas. References stay: their targets have titles. */
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
