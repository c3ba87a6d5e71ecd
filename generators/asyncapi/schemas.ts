// The zod schemas of the protocol as JSON Schema. Shared schemas become named components.

import * as z from "zod/mini";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { NAMED, SHARED } from "../named-schemas.ts";
import { keyOf } from "./events.ts";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

type Registry = z.core.$ZodRegistry<{ id: string }>;

export const refTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** The schema of each action's payload, as a client sends it: a complete object schema, not a reference. */
export function payloadSchemas(): Record<ActionName, JsonSchema> {
  const payloads = Object.entries(ACTIONS).map(([name, { payload }]) => [name, payload] as const);
  const registry = registryOf([...Object.entries(SHARED), ...payloads]);
  return convert(registry, "input");
}

export interface EventSchemas {
  /** The schemas for `components.schemas`, sorted by name. */
  readonly components: Record<string, JsonSchema>;
  /** Returns a reference to the component of an event's `data`. Throws if that schema has no name. */
  readonly reference: (data: z.ZodMiniType) => JsonSchema;
}

/** The schemas of what the server sends. Clients must ignore unknown fields, so all objects allow additional ones. */
export function eventSchemas(): EventSchemas {
  const registry = registryOf(Object.entries({ ...SHARED, ...NAMED }));
  for (const { event } of Object.values(ACTIONS)) {
    if (!registry.has(event.data)) registry.add(event.data, { id: `${keyOf(event.name)}Data` });
  }
  const components = Object.entries(convert(registry, "output"));
  return {
    components: Object.fromEntries(components.sort(([one], [other]) => (one < other ? -1 : 1))),
    reference(data) {
      const named = registry.get(data);
      if (!named)
        throw new Error(
          "This event's data has no name: give it one in generators/named-schemas.ts.",
        );
      return refTo(named.id);
    },
  };
}

function registryOf(schemas: readonly (readonly [string, z.ZodMiniType])[]): Registry {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of schemas) registry.add(schema, { id: name });
  return registry;
}

function convert(registry: Registry, io: "input" | "output"): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(registry, {
    io,
    // AsyncAPI's schema object extends this dialect.
    target: "draft-07",
    uri: (name) => refTo(name).$ref ?? name,
    // A custom type must declare its JSON Schema in its metadata. Without it, the result would accept any value.
    unrepresentable: ({ zodSchema, path, message }) => {
      if (!z.globalRegistry.get(zodSchema)) throw new Error(`${path.join(".")}: ${message}`);
      return "any";
    },
    override: ({ zodSchema, jsonSchema }) => {
      mend(jsonSchema, io);
      const rules = rulesOf(zodSchema);
      if (rules.length) jsonSchema.description = rules.join(" ");
    },
  });
  for (const schema of Object.values(schemas)) {
    delete schema.$schema;
    delete schema.$id;
  }
  return schemas;
}

function mend(schema: JsonSchema, io: "input" | "output"): void {
  // Code generators support enums, but few support constants.
  if (schema.const !== undefined) {
    schema.enum = [schema.const];
    delete schema.const;
  }
  if (io === "output") {
    delete schema.additionalProperties;
    delete schema.default;
  }
  const { allOf, ...rest } = schema;
  if (allOf?.length === 1 && Object.keys(rest).length === 0) {
    delete schema.allOf;
    Object.assign(schema, allOf[0]);
  }
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  // The names of all times that the server sets end like this. The name of a time that the client sets does not.
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (/_(at|time)$/.test(name)) Object.assign(property, { format: "date-time" });
  }
}

/** The error texts of a schema's refinements: JSON Schema cannot express these rules. */
function rulesOf(schema: z.core.$ZodType): string[] {
  const checks = schema._zod.def.checks ?? [];
  return checks.flatMap((check) => {
    const { error, path } = check._zod.def as Partial<z.core.$ZodCustomDef>;
    if (check._zod.def.check !== "custom" || !error) return [];
    const message = error({ code: "custom", path: [], input: undefined });
    const text = typeof message === "string" ? message : (message?.message ?? "");
    return `${path ? `\`${path.join(".")}\`` : "It"} ${text}.`;
  });
}
