// Prints a zod schema as a TypeScript type: the same type that zod infers, without zod.

import * as z from "zod/mini";

type Schema = z.core.$ZodType;

export interface Printing {
  /** Whether the type is that of the schema's input or of its output. */
  readonly io: "input" | "output";
  /** The schemas that the printed types refer to by name. */
  readonly names: ReadonlyMap<Schema, string>;
}

/** The type of a schema: its name if it has one, otherwise the type as `shapeOf` prints it. */
export const typeOf = (schema: Schema, printing: Printing): string =>
  printing.names.get(schema) ?? shapeOf(schema, printing);

/** The type of a schema, written out. Throws for a kind of schema that the protocol has not used so far. */
export function shapeOf(schema: Schema, printing: Printing): string {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const inner = (type: Schema): string => typeOf(type, printing);
  switch (def.type) {
    case "string":
    case "number":
    case "boolean":
    case "unknown":
    case "null":
      return def.type;
    case "literal":
      return anyOf(def.values.map((value) => JSON.stringify(value)));
    case "enum":
      return anyOf(Object.values(def.entries).map((value) => JSON.stringify(value)));
    case "array":
      return `(${inner(def.element)})[]`;
    case "object":
      return isEmpty(def) ? "Record<string, never>" : `{ ${propertiesOf(def, printing)} }`;
    case "record":
      return `Record<${inner(def.keyType)}, ${inner(def.valueType)}>`;
    case "union":
      return anyOf(def.options.map(inner));
    case "nullable":
      return `${inner(def.innerType)} | null`;
    case "optional":
    case "default":
      return inner(def.innerType);
    case "pipe":
      return inner(endOf(def, printing.io));
    case "template_literal":
      return `\`${def.parts.map((part) => (isSchema(part) ? `\${${inner(part)}}` : String(part))).join("")}\``;
    case "custom":
      return customType(schema);
    default:
      throw new Error(`There is no telling how to write the type of a schema of ${def.type}.`);
  }
}

export const isEmpty = ({ shape }: z.core.$ZodObjectDef): boolean =>
  Object.keys(shape).length === 0;

/** The properties of an interface or an object type, one per line, each with its description as a comment. */
export function propertiesOf({ shape }: z.core.$ZodObjectDef, printing: Printing): string {
  const lines = Object.entries(shape).map(([name, schema]) => {
    const isOptional = isOptionalIn(schema, printing.io);
    const type = typeOf(schema, printing);
    const property = isOptional ? `${name}?: ${type} | undefined` : `${name}: ${type}`;
    return `${printing.names.has(schema) ? "" : commentOf(schema)}${property};`;
  });
  return lines.join("\n");
}

function isOptionalIn(schema: Schema, io: Printing["io"]): boolean {
  const { def, optin, optout } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "pipe") return isOptionalIn(endOf(def, io), io);
  return (io === "input" ? optin : optout) !== undefined;
}

/** The side of a pipe that determines its type. The input of `preprocess` has the type of its output. */
const endOf = (pipe: z.core.$ZodPipeDef, io: Printing["io"]): Schema =>
  io === "output" || pipe.in._zod.def.type === "transform" ? pipe.out : pipe.in;

const anyOf = (types: readonly string[]): string => {
  const kinds = [...new Set(types)];
  // `string` includes every string literal.
  return kinds.filter((type) => !(type.startsWith('"') && kinds.includes("string"))).join(" | ");
};

const isSchema = (part: unknown): part is Schema => typeof part === "object" && part !== null;

// The metadata of a custom type contains its JSON Schema type.
const OF_JSON = { object: "Record<string, unknown>", string: "string" };

function customType(schema: Schema): string {
  const { type } = z.globalRegistry.get(schema) ?? {};
  return [type]
    .flat()
    .map((name) => OF_JSON[name as keyof typeof OF_JSON])
    .join(" | ");
}

/** The description of a schema as a JSDoc comment, or an empty string. */
export function commentOf(schema: Schema): string {
  const [description, maxLength] = [find(schema, "description"), find(schema, "maxLength")];
  const limit = maxLength === undefined ? "" : `Up to ${maxLength} characters.`;
  const text = [description, limit].filter(Boolean).join(" ");
  return text ? `/** ${text} */\n` : "";
}

/** The metadata of a schema, or of the schema that it wraps. */
function find(schema: Schema, key: "description" | "maxLength"): string | number | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const own = z.globalRegistry.get(schema)?.[key] as string | number | undefined;
  return own ?? ("innerType" in def ? find(def.innerType, key) : undefined);
}
