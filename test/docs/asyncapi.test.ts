// docs/asyncapi.yaml is up to date and valid, and accepts the same frames as the backend's schemas.

import { readFile } from "node:fs/promises";
import { Parser } from "@asyncapi/parser";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod/mini";
import { allEvents } from "../../generators/asyncapi/events.ts";
import { ERROR_KEY, eventKey, requestKey } from "../../generators/asyncapi/messages.ts";
import { ASYNCAPI_FILE, renderAsyncApi } from "../../generators/asyncapi/render.ts";
import { ACTIONS } from "../../protocol/actions.ts";
import type { Action } from "../../protocol/action.ts";
import { errorData } from "../../protocol/errors.ts";
import { clientFrame, serverFrame } from "../../protocol/frames.ts";

type Frame = Record<string, unknown>;
interface Operation {
  action: string;
  messages: { $ref: string }[];
  reply?: { messages: { $ref: string }[] };
}
interface Document {
  operations: Record<string, Operation>;
  components: { messages: Record<string, { name: string; examples: { payload: Frame }[] }> };
}

const text = await readFile(ASYNCAPI_FILE, "utf8");
const document = parse(text) as Document;
const { messages } = document.components;
const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema({
  ...document,
  $id: "asyncapi",
});

/** Whether a frame is valid by the JSON Schema of a message in the document. */
const fits = (key: string, frame: Frame): boolean =>
  ajv.getSchema(`asyncapi#/components/messages/${key}/payload`)?.(frame) === true;

/** The zod schema of each message. */
const ZOD = new Map<string, z.ZodMiniType>();
for (const action of Object.values<Action>(ACTIONS)) {
  const envelope = z.extend(clientFrame, { action: z.literal(action.name) });
  ZOD.set(requestKey(action.name), z.intersection(envelope, action.payload));
}
for (const { name, data } of allEvents()) {
  ZOD.set(eventKey(name), z.extend(serverFrame, { data: z.union(data) }));
}
ZOD.set(ERROR_KEY, z.extend(serverFrame, { data: errorData }));

const EXAMPLES = Object.entries(messages).flatMap(([key, { examples }]) =>
  examples.map(({ payload }, place) => [`${key}, example ${place}`, key, payload] as const),
);
const ofKind = (kind: RegExp) => EXAMPLES.filter(([, key]) => kind.test(key));
const accepts = (key: string, frame: Frame) => ZOD.get(key)?.safeParse(frame).success;
const keysIn = (references: { $ref: string }[] = []) =>
  references.map(({ $ref }) => $ref.replace("#/channels/chat/messages/", ""));

describe("docs/asyncapi.yaml", () => {
  it("is current: `npm run asyncapi` writes what is committed", async () => {
    expect(text).toBe(await renderAsyncApi());
  });

  it("has no fault that AsyncAPI's own parser finds", async () => {
    const { diagnostics } = await new Parser().parse(text);
    // The document uses AsyncAPI 3.0 on purpose, although 3.1 exists.
    const found = diagnostics.filter(({ code }) => code !== "asyncapi-latest-version");
    expect(found).toEqual([]);
  });

  it.each(Object.values<Action>(ACTIONS))(
    "has an operation that is answered with its event or an error: $name",
    ({ name, event }) => {
      const { action, messages: requests, reply } = document.operations[name] ?? {};
      expect(action).toBe("receive");
      expect(keysIn(requests)).toEqual([requestKey(name)]);
      expect(keysIn(reply?.messages)).toEqual([eventKey(event.name), ERROR_KEY, "GatewayFault"]);
    },
  );

  it("has a send operation for each event that users other than the caller get", () => {
    const pushes = Object.values(document.operations).filter(({ action }) => action === "send");
    const names = pushes.flatMap((push) => keysIn(push.messages).map((key) => messages[key]?.name));
    const shared = Object.values<Action>(ACTIONS).filter(({ to }) => to === "room");
    expect(new Set(names)).toEqual(new Set(shared.map(({ event }) => event.name)));
  });

  it("has an example of every message", () => {
    expect(new Set(EXAMPLES.map(([, key]) => key))).toEqual(new Set(Object.keys(messages)));
  });
});

describe("an example", () => {
  it.each(EXAMPLES)("is a frame of its own message, and of no other: %s", (_title, key, frame) => {
    expect(Object.keys(messages).filter((other) => fits(other, frame))).toEqual([key]);
  });

  it.each(ofKind(/Request$|Event$/))("is accepted by its zod schema: %s", (_title, key, frame) => {
    const schema = ZOD.get(key) ?? z.never();
    expect(schema.safeParse(frame).error).toBeUndefined();
  });

  it("of an event named by a user's id is invalid under the name of another event", () => {
    const key = "UserIdEvent";
    const others = Object.keys(messages).filter((other) => other.endsWith("Event"));
    const names = others.map((other) => messages[other]?.name ?? "");
    const taken = [...names.filter((name) => !name.includes("<")), "group_ann"];
    for (const [, , frame] of ofKind(/^UserIdEvent$/)) {
      expect(["ann", ...taken].filter((event) => fits(key, { ...frame, event }))).toEqual(["ann"]);
    }
  });
});

/** Copies of a frame, each with one changed field of its payload or data: missing, null, or a number. */
function changed(frame: Frame): [change: string, Frame][] {
  const beside = frame.event === undefined || Array.isArray(frame.data);
  const fields = beside ? frame : (frame.data as Frame);
  return Object.keys(fields).flatMap((field) => {
    const { [field]: _gone, ...rest } = fields;
    const changes: [string, Frame][] = [
      [`without ${field}`, rest],
      [`null as ${field}`, { ...fields, [field]: null }],
      [`a number as ${field}`, { ...fields, [field]: 0.5 }],
    ];
    return changes.map(([change, to]): [string, Frame] => [
      change,
      beside ? to : { ...frame, data: to },
    ]);
  });
}

describe("the document", () => {
  // The document contains rules between fields only as text.
  const IN_WORDS = [
    "SendMessageRequest without message",
    "UpdateRoomRequest without room_name",
    "MessageSeenRequest without message_id",
  ];

  it.each(ofKind(/Request$/))("refuses what the backend refuses: %s", (_title, key, frame) => {
    const disputed = changed(frame).filter(
      ([, request]) => fits(key, request) !== accepts(key, request),
    );
    const titles = disputed.map(([change]) => `${key} ${change}`);
    expect(titles.filter((title) => !IN_WORDS.includes(title))).toEqual([]);
  });

  it.each(ofKind(/Event$/))(
    "promises what the backend's types promise: %s",
    (_title, key, frame) => {
      const looser = changed(frame).filter(([, event]) => fits(key, event) && !accepts(key, event));
      expect(looser.map(([change]) => change)).toEqual([]);
    },
  );
});
