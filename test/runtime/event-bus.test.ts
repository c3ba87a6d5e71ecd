// A deployment's event bus: off, on, or without texts, and the handling of entries that it refuses.

import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { DomainEvent } from "../../protocol/domain-events.ts";
import { messageSent } from "../../lambdas/chat/domain-events.ts";
import { stubCredentials } from "../http/credentials.ts";
import { startScriptedServer, type ScriptedServer } from "../http/server.ts";
import { aMessage } from "../store/contract/samples.ts";
import { watchLog } from "./watched-log.ts";

const log = watchLog();
let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
  stubCredentials();
  vi.stubEnv("SERVICE_NAME", "Parley-dev");
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  server.received.length = 0;
  server.answer((response) => response.end(`{"Entries":[{"EventId":"1"}]}`));
});

/** The publisher of the handlers in a deployment with these settings. */
async function publishWith(settings: Record<string, string>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.resetModules();
  const { publish } = await import("../../lambdas/runtime/event-bus.ts");
  return publish;
}
const on = () => ({
  EVENT_BUS_NAME: "Parley-dev",
  EVENTS_ENDPOINT: `http://127.0.0.1:${server.port}`,
});
const events: DomainEvent[] = messageSent("tea", aMessage(1), ["bob"]);
const told = () => server.received.map(({ body }) => body.toString()).join("");

it("does not exist unless it is turned on", async () => {
  expect(await publishWith({})).toBeUndefined();
});

it("gets the texts of messages, unless eventText is off", async () => {
  await (
    await publishWith(on())
  )?.(events, Infinity);
  expect(told()).toContain('\\"text\\":');
  server.received.length = 0;
  await (
    await publishWith({ ...on(), EVENT_TEXT: "off" })
  )?.(events, Infinity);
  expect(told()).toContain("offline_user_ids");
  expect(told()).not.toContain('\\"text\\":');
});

it("does not fail the action: entries that it refuses are logged without their text, and counted", async () => {
  server.answer((response) => response.writeHead(500).end());
  await (
    await publishWith(on())
  )?.(events, Infinity);
  const [line] = log.lines();
  expect(line).toMatchObject({
    level: "warn",
    message: "not published",
    cause: "Status500",
    EventsUnpublished: 1,
    events: ["MessageSent tea 1"],
  });
  expect(JSON.stringify(line)).not.toContain("offline_user_ids");
});

it("gets no request when no time is left", async () => {
  const publish = await publishWith(on());
  await publish?.(events, Date.now());
  expect(server.received).toEqual([]);
  expect(log.lines()).toMatchObject([{ message: "not published", cause: "TimeoutError" }]);
});

it("sends no request when there is no event", async () => {
  await (
    await publishWith(on())
  )?.([], Infinity);
  expect(server.received).toEqual([]);
});
