// The text of client/protocol-types.ts: the types of protocol/ by name, formatted so that `npm run format` does not
// change it.

import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import * as z from "zod/mini";
import { ACTIONS } from "../../protocol/actions.ts";
import type { Action } from "../../protocol/action.ts";
import { serverFrame } from "../../protocol/frames.ts";
import { keyOf } from "../asyncapi/events.ts";
import { NAMED } from "../named-schemas.ts";
import { commentOf, isEmpty, propertiesOf, shapeOf, typeOf, type Printing } from "./print.ts";

export const PROTOCOL_TYPES_FILE = fileURLToPath(
  new URL("../../client/protocol-types.ts", import.meta.url),
);

const HEADER = `
// Generated from protocol/: \`npm run protocol-types\`. Do not edit.
//
// The types of the protocol's schemas, by name and without zod: the package's declarations must not depend on it.
`.trim();

const actions = Object.values<Action>(ACTIONS);

/** The schemas of events, under the same names as in docs/asyncapi.yaml. */
function events(): Printing {
  const names = new Map<z.core.$ZodType, string>(
    Object.entries(NAMED).map(([name, schema]) => [schema, name]),
  );
  for (const { event } of actions) {
    if (!names.has(event.data)) names.set(event.data, `${keyOf(event.name)}Data`);
  }
  return { io: "output", names };
}

const payloads: Printing = {
  io: "input",
  names: new Map(actions.map(({ name, payload }) => [payload, `${keyOf(name)}Payload`])),
};

/** A declaration for each named schema. */
const declarations = (printing: Printing): string[] =>
  Array.from(printing.names, ([schema, name]) => {
    const comment = commentOf(schema);
    return schema instanceof z.ZodMiniObject && !isEmpty(schema.def)
      ? `${comment}export interface ${name} { ${propertiesOf(schema.def, printing)} }`
      : `${comment}export type ${name} = ${shapeOf(schema, printing)};`;
  });

const table = (name: string, comment: string, type: (action: Action) => string): string => {
  const lines = actions.map(
    (action) => `/** ${action.summary} */\n${action.name}: ${type(action)};`,
  );
  return `/** ${comment} */\nexport interface ${name} { ${lines.join("\n")} }`;
};

export async function renderProtocolTypes(): Promise<string> {
  const output = events();
  const text = [
    HEADER,
    ...declarations(output),
    ...declarations(payloads),
    table(
      "Payloads",
      "The fields that a client sends beside `action`, by the action's name.",
      ({ payload }) => typeOf(payload, payloads),
    ),
    table("Replies", "The `data` of the event that answers an action.", ({ event }) =>
      typeOf(event.data, output),
    ),
    "export type ActionName = keyof Payloads;",
    "export type PayloadInput<Name extends ActionName> = Payloads[Name];",
    "export type EventData<Name extends ActionName> = Replies[Name];",
    `/** The fields of every frame that the server sends. */\nexport interface ServerFrame { ${propertiesOf(serverFrame.def, output)} }`,
  ].join("\n\n");
  const style = await resolveConfig(PROTOCOL_TYPES_FILE);
  return await format(text, { ...style, parser: "typescript" });
}
