// Publishing domain events on a bus: the size of requests, retries, and entries that the bus refuses.

import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { DomainEvent } from "../../protocol/domain-events.ts";
import { eventBus, type PutEvents } from "../../lambdas/delivery/event-bus.ts";
import { stubCredentials } from "../http/credentials.ts";
import { startScriptedServer, type ScriptedServer } from "../http/server.ts";

interface Body {
  Entries: { EventBusName: string; Source: string; DetailType: string; Detail: string }[];
}

let server: ScriptedServer;
let put: PutEvents;
beforeAll(async () => {
  stubCredentials();
  server = await startScriptedServer();
  put = eventBus({
    endpoint: `http://127.0.0.1:${server.port}`,
    name: "Parley-dev",
    source: "parley.chat",
  });
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  server.received.length = 0;
});

const bodies = () => server.received.map(({ body }) => JSON.parse(body.toString()) as Body);
const created = (room_id: string, room_name = "Tea"): DomainEvent => ({
  type: "RoomCreated",
  detail: {
    room_id,
    room_name,
    type: "group-chat",
    creator_id: "ann",
    created_at: "2026-01-01T00:00:00.000Z",
    user_ids: ["ann"],
  },
});
const many = (count: number, name?: string) =>
  Array.from({ length: count }, (_, i) => created(`r${i}`, name));

/** Answers the requests with these outcomes of their entries, in turn, and all further ones with the last outcome. */
function answering(...outcomes: ((entries: Body["Entries"]) => object[])[]): void {
  let asked = 0;
  server.answer((response, { body }) => {
    const outcome = outcomes[Math.min(asked++, outcomes.length - 1)];
    const { Entries } = JSON.parse(body.toString()) as Body;
    response.end(JSON.stringify({ Entries: outcome?.(Entries) }));
  });
}
const all = (entries: object[]) => entries.map(() => ({ EventId: "1" }));
const none = (entries: object[]) => entries.map(() => ({ ErrorCode: "ThrottlingException" }));

it("signs for EventBridge, and names the bus, the source and the event", async () => {
  answering(all);
  await put(many(1), 1_000);
  const [request] = server.received;
  expect(request?.headers["x-amz-target"]).toBe("AWSEvents.PutEvents");
  expect(request?.headers.authorization).toContain("/eu-central-1/events/aws4_request");
  const [entry] = bodies()[0]?.Entries ?? [];
  expect(entry).toEqual({
    EventBusName: "Parley-dev",
    Source: "parley.chat",
    DetailType: "RoomCreated",
    Detail: JSON.stringify(created("r0").detail),
  });
});

it("puts at most ten events in a request, and no more than 256 KB", async () => {
  answering(all);
  await put(many(21), 1_000);
  expect(
    bodies()
      .map(({ Entries }) => Entries.length)
      .sort(),
  ).toEqual([1, 10, 10]);
  server.received.length = 0;
  await put(many(5, "x".repeat(100_000)), 1_000);
  expect(
    bodies()
      .map(({ Entries }) => Entries.length)
      .sort(),
  ).toEqual([1, 2, 2]);
});

it("retries the refused entries once, and no others", async () => {
  answering((entries) => [...all(entries.slice(1)), { ErrorCode: "ThrottlingException" }], all);
  await put(many(3), 1_000);
  expect(bodies().map(({ Entries }) => Entries.length)).toEqual([3, 1]);
  expect(bodies()[1]?.Entries[0]?.Detail).toContain(`"r2"`);
});

it("rejects with the bus's reason when it refuses an entry twice", async () => {
  answering(none);
  await expect(put(many(2), 1_000)).rejects.toMatchObject({ name: "ThrottlingException" });
  expect(server.received).toHaveLength(2);
  server.answer((response) => response.writeHead(403).end("{}"));
  await expect(put(many(1), 1_000)).rejects.toMatchObject({ name: "Status403" });
});
