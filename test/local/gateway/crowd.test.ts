// Many handshakes at once.
import { expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";
import { start } from "./fixture.ts";
import { gate, oneWay } from "./handlers.ts";

test("of 2,000 clients at once 500 are accepted, 50 at a time, and the others get 429", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  // Accepts no handshake until all have arrived.
  const refused = gate();
  let refusals = 0;
  let running = 0;
  let most = 0;
  const handler = async () => {
    most = Math.max(most, ++running);
    await refused.passed;
    running -= 1;
    return { statusCode: 200 };
  };
  const { gateway } = await start({ routes: { $connect: oneWay(handler) } });
  const answers = await Promise.all(
    Array.from({ length: 2_000 }, async () => {
      const status = await answerTo(gateway.url);
      if (status === 429 && ++refusals === 1_500) refused.open();
      return status;
    }),
  );
  expect(answers.filter((status) => status === 101)).toHaveLength(500);
  expect(answers.filter((status) => status === 429)).toHaveLength(1_500);
  expect(most).toBeLessThanOrEqual(50);
  vi.setSystemTime(Date.now() + 10);
  const later = await Promise.all(Array.from({ length: 10 }, () => answerTo(gateway.url)));
  expect(later.filter((status) => status === 101)).toHaveLength(5);
});

/** The status of a handshake. */
function answerTo(url: string): Promise<number | undefined> {
  const socket = new WebSocket(url);
  return new Promise((resolve, reject) => {
    socket.on("upgrade", ({ statusCode }) => {
      resolve(statusCode);
    });
    socket.on("unexpected-response", (_request, { statusCode }) => {
      resolve(statusCode);
    });
    socket.on("error", reject);
  });
}
