// The table of actions: everything that is derived from it exists, under the derived names.

import { existsSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { ACTIONS, isActionName } from "../../protocol/actions.ts";
import { LEAST } from "./payloads.ts";
import { verdict } from "./verdict.ts";

const root = new URL("../../", import.meta.url);
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const TABLE = Object.entries(ACTIONS);
const CLAIMING = TABLE.flatMap(([key, action]) =>
  action.callerField ? [[key, action.callerField] as const] : [],
);

vi.stubEnv("AWS_REGION", "us-east-1");
vi.stubEnv("TABLE_NAME", "parley-test");
vi.stubEnv("CONNECTIONS_ENDPOINT", "http://127.0.0.1:9");
vi.stubEnv("FAN_OUT_QUEUE_URL", "http://127.0.0.1:9/queue.fifo");
vi.stubEnv("FILES_BUCKET", "files");
vi.stubEnv("FILES_URL", "http://127.0.0.1:9/files");

describe("an action", () => {
  it.each(TABLE)("is in the table under its own name: %s", (key, action) => {
    expect(action.name).toBe(key);
    expect(isActionName(key)).toBe(true);
  });

  it.each(TABLE)("has its schema, its Lambda and its use case in files of its name: %s", (key) => {
    for (const folder of ["protocol", "lambdas", "lambdas/chat"]) {
      expect(existsSync(new URL(`${folder}/${kebab(key)}.ts`, root)), folder).toBe(true);
    }
  });

  it.each(TABLE)("has a Lambda that exports a handler: %s", async (key) => {
    const lambda = (await import(`../../lambdas/${kebab(key)}.ts`)) as { handler?: unknown };
    expect(lambda.handler).toBeTypeOf("function");
  });

  it.each(TABLE)("may post exactly if others are to get its event: %s", (_key, action) => {
    expect(action.grants.post ?? false).toBe(action.to === "room");
  });

  it.each(CLAIMING)("names the caller by a field of its payload: %s", (key, callerField) => {
    const [field = "", inner] = callerField;
    const given = inner === undefined ? "someone" : { [inner]: "someone" };
    const payload = { ...LEAST[key as keyof typeof ACTIONS], [field]: given };
    expect(verdict(key as keyof typeof ACTIONS, payload).code).toBe("FORBIDDEN");
  });
});

describe("isActionName", () => {
  it.each(["", "$default", "sendmessage", "toString", "constructor", "__proto__"])(
    "is false of what names no action: %j",
    (name) => {
      expect(isActionName(name)).toBe(false);
    },
  );
});
