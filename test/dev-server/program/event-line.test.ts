// The line of the log for each event of the gateway.

import { describe, expect, it } from "vitest";
import { eventLine } from "../../../dev-server/program/event-line.ts";
import type { GatewayEvent } from "../../../local/gateway/gateway.ts";

const connectionId = "JC1dgf9yoAMCK-g=";
const answered = { kind: "answered", connectionId, routeKey: "typing", ms: 1 } as const;

describe("the line for what the gateway does", () => {
  it.each<[GatewayEvent, string]>([
    [{ kind: "refused", status: 403 }, "refused  status=403"],
    [{ ...answered, outcome: "timeout" }, `typing  connection=${connectionId}  timeout`],
    [{ ...answered, outcome: "error" }, `typing  connection=${connectionId}  error`],
    [{ kind: "posted", connectionId, status: 410 }, `post  connection=${connectionId}  status=410`],
  ])("%j", (event, line) => {
    expect(eventLine(event)).toBe(line);
  });

  it("prints a handler's fault with its stack", () => {
    const error = new TypeError("x is not a function");
    const line = eventLine({ kind: "fault", where: "typing", error });
    expect(line).toContain("fault in typing: TypeError: x is not a function\n    at ");
  });

  it.each<GatewayEvent>([
    { kind: "connected", connectionId },
    { kind: "disconnected", connectionId, code: 1000, reason: "" },
    { kind: "refused", status: 401 },
    { kind: "message", connectionId, routeKey: "typing", bytes: 2 },
    { ...answered, outcome: "reply" },
    { kind: "posted", connectionId, status: 200 },
  ])("is none for what the handlers log themselves: %j", (event) => {
    expect(eventLine(event)).toBeUndefined();
  });
});
