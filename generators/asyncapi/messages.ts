// The frames of the protocol as AsyncAPI's messages: one for each action, one for each event.

import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import type { Action } from "../../protocol/action.ts";
import { ERROR_CODES, errorData } from "../../protocol/errors.ts";
import * as z from "zod/mini";
import { serverFrame } from "../../protocol/frames.ts";
import { allEvents, BATCH, keyOf, type Event } from "./events.ts";
import { eventExamples, gatewayExamples, requestExamples } from "./examples.ts";
import { titled } from "./titles.ts";
import { eventSchemas, payloadSchemas, refTo, type JsonSchema } from "./schemas.ts";

/** The keys of messages, both in `components` and in the channel. */
export const requestKey = (action: string): string => `${keyOf(action)}Request`;
export const eventKey = (event: string): string => `${keyOf(event)}Event`;
export const ERROR_KEY = eventKey("error");
export const GATEWAY_KEY = "GatewayFault";
export const BATCH_KEY = "Batch";

// Only a request and its reply contain a request_id. A push has none.
const correlationId = { $ref: "#/components/correlationIds/requestId" };
const examplesOf = (frames: readonly object[]) => frames.map((payload) => ({ payload }));

/** The messages for `components`, and the schemas that they refer to. Throws as `asyncApiDocument` does. */
export function messagesAndSchemas() {
  const payloads = payloadSchemas();
  const schemas = eventSchemas();
  const messages: Record<string, { payload: JsonSchema }> = {};
  for (const action of Object.values(ACTIONS)) {
    messages[requestKey(action.name)] = requestMessage(action, payloads[action.name]);
  }
  for (const event of allEvents()) {
    messages[eventKey(event.name)] = eventMessage(event, event.data.map(schemas.reference));
  }
  messages[ERROR_KEY] = errorMessage(schemas.reference(errorData));
  messages[GATEWAY_KEY] = gatewayFault();
  messages[BATCH_KEY] = batchMessage();
  for (const [key, message] of Object.entries(messages))
    message.payload = titled(message.payload, key);
  const named = Object.entries(schemas.components).map(([name, schema]) => [
    name,
    titled(schema, name),
  ]);
  return { messages, schemas: Object.fromEntries(named) as typeof schemas.components };
}

const requestMessage = ({ name, summary }: Action<ActionName>, payload: JsonSchema) => ({
  name,
  title: name,
  summary,
  correlationId,
  payload: {
    ...payload,
    type: "object" as const,
    required: ["action", ...(payload.required ?? [])],
    properties: {
      action: { type: "string", enum: [name] } satisfies JsonSchema,
      request_id: refTo("RequestId"),
      ...payload.properties,
    },
  },
  examples: examplesOf(requestExamples(name)),
});

const eventMessage = ({ name, data, causes, paged }: Event, references: JsonSchema[]) => ({
  name,
  title: name,
  summary: `The event of ${causes.join(" and ")}.`,
  correlationId,
  payload: eventFrame(
    nameSchema(name),
    references.length === 1 ? (references[0] ?? {}) : { anyOf: references },
    paged,
  ),
  examples: examplesOf(eventExamples(name, data)),
});

const eventFrame = (event: JsonSchema, data: JsonSchema, paged = false): JsonSchema => ({
  type: "object",
  required: ["event", "data"],
  properties: {
    event,
    request_id: refTo("RequestId"),
    data,
    ...(paged && {
      next_cursor: { type: "string", description: "For the next page; absent on the last one." },
    }),
  },
});

/** The schema of an event's name. No user's id is the name of another event, so each frame matches only one message. */
function nameSchema(name: string): JsonSchema {
  if (!name.includes("<user_id>")) return { type: "string", enum: [name] };
  const prefix = name.replace("<user_id>", "");
  const description = `${prefix ? `\`${prefix}\` and the` : "The"} receiver's own user id.`;
  if (prefix) return { type: "string", pattern: `^${prefix}`, description };
  const names = allEvents().map((event) => event.name);
  const constants = [...names.filter((other) => !other.includes("<user_id>")), "error", BATCH];
  const prefixes = names.filter((other) => !other.startsWith("<") && other.includes("<user_id>"));
  const others = prefixes.map((other) => ({ pattern: `^${other.replace("<user_id>", "")}` }));
  return {
    allOf: [refTo("Id")],
    not: { anyOf: [{ enum: constants }, ...others] },
    description,
  };
}

const retryable = Object.entries(ERROR_CODES)
  .filter(([, code]) => code.retryable)
  .map(([code]) => `\`${code}\``);

const errorMessage = (data: JsonSchema) => ({
  name: "error",
  title: "error",
  summary:
    "The reason why a request was refused. Sent in place of its event, never pushed. The connection stays open.",
  description: `Programs use \`code\`, people read \`message\`. After one of these codes, a later repeat may succeed: ${retryable.join(", ")}.`,
  correlationId,
  payload: eventFrame({ type: "string", enum: ["error"] }, data),
  examples: examplesOf(eventExamples("error", [errorData])),
});

const batchMessage = () => ({
  name: BATCH,
  title: BATCH,
  summary: "Several pushed frames in one, for a connection that was opened with `?batch=1`.",
  payload: {
    type: "object" as const,
    required: ["event", "data"],
    properties: {
      event: { type: "string", enum: [BATCH] },
      data: {
        type: "array",
        items: { title: "BatchedFrame", type: "object", required: ["event", "data"] },
        description: "The frames in their order, each as it would be sent alone.",
      },
    } satisfies Record<string, JsonSchema>,
  },
  examples: examplesOf(eventExamples(BATCH, [z.array(serverFrame)])),
});

const gatewayFault = () => ({
  name: "gateway fault",
  title: "A frame of API Gateway itself",
  summary:
    "Has neither event nor request_id. The request may or may not have taken effect: let it time out, and repeat it.",
  payload: {
    type: "object" as const,
    required: ["message"],
    not: { anyOf: [{ required: ["event"] }, { required: ["action"] }] },
    properties: {
      message: { type: "string" },
      connectionId: { type: "string" },
      requestId: {
        type: "string",
        description: "The id that API Gateway chose, not your `request_id`.",
      },
    } satisfies Record<string, JsonSchema>,
  },
  examples: examplesOf(gatewayExamples()),
});
