// The zod schemas of the protocol as JSON Schema, with what they share under names of its own.

import * as z from "zod/mini";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { NAMED, SHARED } from "../named-schemas.ts";
import { keyOf } from "./events.ts";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

type Registry = z.core.$ZodRegistry<{ id: string }>;

export const refTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** What a client may send as the payload of each action: an object, whole. */
export function payloadSchemas(): Record<ActionName, JsonSchema> {
  const payloads = Object.entries(ACTIONS).map(([name, { payload }]) => [name, payload] as const);
  const registry = registryOf([...Object.entries(SHARED), ...payloads]);
  return convert(registry, "input");
}

export interface EventSchemas {
  /** For `components.schemas`, in the order of their names. */
  readonly components: Record<string, JsonSchema>;
  /** A reference to the component of a schema that is an event's `data`. */
  readonly reference: (data: z.ZodMiniType) => JsonSchema;
}

/** What the server sends. Clients are to ignore fields that they do not know, so no object is closed. */
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
    // The dialect that AsyncAPI's own schemas extend.
    target: "draft-07",
    uri: (name) => refTo(name).$ref ?? name,
    // A type of our own has to tell in its metadata what it is: it would come out as "anything".
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
  // Generators of code know lists of values, and few know constants.
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
  // The times that the server's clock sets all end like this; a client's own claim does not.
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (/_(at|time)$/.test(name)) Object.assign(property, { format: "date-time" });
  }
}

/** What a schema's refinements say when they are broken: rules that JSON Schema has no words for. */
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
