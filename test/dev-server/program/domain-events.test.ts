// Domain events under `npm start`: logged, or sent to a webhook.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { domainEventLine, webhook } from "../../../dev-server/program/domain-events.ts";
import { readSettings } from "../../../dev-server/program/settings.ts";
import type { Envelope } from "../../../local/event-bus.ts";
import { startScriptedServer, type ScriptedServer } from "../../http/server.ts";

const envelope: Envelope = {
  version: "0",
  id: "1",
  "detail-type": "MessageSent",
  source: "parley.chat",
  account: "000000000000",
  time: "2026-01-01T00:00:00Z",
  region: "local",
  resources: [],
  detail: { room_id: "tea", rev: 3, text: "secret", offline_user_ids: ["bob", "cid"] },
};

describe("a domain event under npm start", () => {
  it("is one line of the log, without the text", () => {
    expect(domainEventLine(envelope)).toBe("event MessageSent  room=tea  rev=3  offline=bob,cid");
    const reached = { ...envelope, detail: { room_id: "tea", offline_user_ids: [] } };
    expect(domainEventLine(reached)).toBe("event MessageSent  room=tea");
  });

  it("is turned on by EVENTS, or by WEBHOOK_URL", () => {
    expect(readSettings({ EVENTS: "on" })).toMatchObject({ events: true });
    expect(readSettings({ EVENTS: "off" })).not.toHaveProperty("events");
    const webhookUrl = "http://localhost:4000/events";
    expect(readSettings({ WEBHOOK_URL: webhookUrl })).toMatchObject({ events: true, webhookUrl });
    expect(() => readSettings({ EVENTS: "yes" })).toThrow(/^EVENTS must be on or off/);
    expect(() => readSettings({ WEBHOOK_URL: "localhost" })).toThrow(/^WEBHOOK_URL must be/);
  });
});

describe("a webhook", () => {
  let server: ScriptedServer;
  const lines: string[] = [];
  beforeAll(async () => {
    server = await startScriptedServer();
  });
  afterAll(() => {
    server.close();
  });
  beforeEach(() => {
    lines.length = 0;
  });
  const tell = (port: number) =>
    webhook(`http://127.0.0.1:${port}/events`, (line) => lines.push(line))(envelope);

  it("gets each event in EventBridge's envelope", async () => {
    await tell(server.port);
    const [request] = server.received;
    expect(request).toMatchObject({ method: "POST", url: "/events" });
    expect(JSON.parse(request?.body.toString() ?? "")).toEqual(envelope);
    expect(lines).toEqual([]);
  });

  it("that refuses, or does not answer, is one line of the log", async () => {
    server.answer((response) => response.writeHead(500).end());
    await tell(server.port);
    await tell(1);
    expect(lines).toEqual([
      "WEBHOOK_URL answered MessageSent with 500",
      expect.stringMatching(/^WEBHOOK_URL did not get MessageSent: ./),
    ]);
  });
});
