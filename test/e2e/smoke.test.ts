// Runs the smoke test against the local server, so that it stays correct.

import { afterAll, beforeAll, expect, it } from "vitest";
import { startBackend, type Backend } from "../backend.ts";
import { smoke, type Step } from "../../smoke/smoke.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

async function run(tokens: [string, string]): Promise<Step[]> {
  const steps: Step[] = [];
  for await (const step of smoke({ url: backend.server.url, tokens })) steps.push(step);
  return steps;
}

it("passes on the local server, and again on the same one", async () => {
  const { issuer } = backend.server;
  for (let round = 0; round < 2; round++) {
    const steps = await run([await issuer.sign("smoke-ann"), await issuer.sign("smoke-bob")]);
    expect(steps.filter(({ error }) => error)).toEqual([]);
    expect(steps.length).toBeGreaterThan(15);
  }
});

it("fails at its first step where a token is refused", async () => {
  const good = await backend.server.issuer.sign("smoke-ann");
  const expired = await backend.server.issuer.sign("smoke-bob", { expiresIn: -1 });
  const steps = await run([good, expired]);
  expect(steps).toHaveLength(1);
  expect(steps[0]?.error).toBeInstanceOf(Error);
});
