// The canary on the local server: one line with a duration for each message that arrives, none for a message that does
// not.

import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { timeDelivery } from "../../smoke/delivery.ts";
import { startBackend, type Backend } from "../backend.ts";
import { watchLog } from "../runtime/watched-log.ts";

let backend: Backend;
let run: () => Promise<void>;
let signIn: () => Promise<[string, string]>;
beforeAll(async () => {
  vi.stubEnv("SERVICE_NAME", "Parley-test");
  backend = await startBackend();
  const { issuer, url } = backend.server;
  signIn = async () => await Promise.all([issuer.sign("canary-one"), issuer.sign("canary-two")]);
  const { canaryHandler } = await import("../../lambdas/runtime/canary-handler.ts");
  run = canaryHandler({
    signIn: () => signIn(),
    deliver: (tokens) => timeDelivery({ url, tokens, patienceMs: 2_000 }),
  });
});
afterAll(() => backend.close());
afterEach(() => {
  backend.server.gateway.faults.post = undefined;
});

const log = watchLog();
const ofCanary = () => log.lines().filter(({ message }) => message === "canary");

it("measures a message, in the same room each time, and leaves no connection open", async () => {
  await run();
  await run();
  const [first, second, ...none] = ofCanary();
  expect(none).toEqual([]);
  for (const line of [first, second]) {
    expect(line).toMatchObject({ level: "info", Service: "Parley-test" });
    expect(line?.CanaryDelivery).toBe(line?.ms);
    expect(line?.ms).toBeGreaterThan(0);
    expect(JSON.stringify(line?._aws)).toContain(
      '"Dimensions":[["Service"]],"Metrics":[{"Name":"CanaryDelivery","Unit":"Milliseconds"}]',
    );
  }
  expect(second?.room).toBe(first?.room);
  expect(second?.message_id).not.toBe(first?.message_id);
  await backend.settled();
  const disconnects = log.lines().filter(({ message }) => message === "disconnect");
  expect(disconnects).toHaveLength(4);
});

it("measures nothing where the message is stored and not delivered, and says so", async () => {
  backend.server.gateway.faults.post = () => 500;
  await run();
  const [line] = ofCanary();
  expect(line).toMatchObject({
    level: "error",
    reason: expect.stringMatching(/^No such frame/) as string,
  });
  expect(line).not.toHaveProperty("_aws");
});

it("measures nothing where a handshake is refused", async () => {
  const good = signIn;
  signIn = async () => [(await good())[0], "no token"];
  await run();
  signIn = good;
  const [line] = ofCanary();
  expect(line).toMatchObject({ level: "error" });
  expect(line).not.toHaveProperty("_aws");
});
