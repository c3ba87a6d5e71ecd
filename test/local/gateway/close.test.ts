// Closing a gateway: every client gets a close frame, running handlers may end, and nothing delays it beyond its limit.
import { connect as connectTcp } from "node:net";
import { Agent, request } from "node:http";
import { once } from "node:events";
import { expect, test } from "vitest";
import { startGateway } from "../../../local/gateway/gateway.ts";
import { connect } from "../../websocket-client.ts";
import { post, refusedHandshake, start, startWithDisconnect, wsClient } from "./fixture.ts";
import { allowing, paused, recorder } from "./handlers.ts";

interface Message {
  requestContext: { connectionId: string };
}

test("closing says 1001 to the clients and runs $disconnect for each", async () => {
  const { gateway, client, disconnected } = await startWithDisconnect();
  const ann = await client();
  const bob = await client();
  await gateway.close();
  expect(await Promise.all([ann.closed, bob.closed])).toEqual([
    { code: 1001, reason: "Going away" },
    { code: 1001, reason: "Going away" },
  ]);
  const codes = disconnected.events.map((event) => event.requestContext.disconnectStatusCode);
  expect(codes).toEqual([1001, 1001]);
});

test("closing waits for running handlers, which can still reach @connections", async () => {
  let outcome: unknown;
  const slow = paused(async ({ requestContext: { connectionId } }: Message) => {
    outcome = await post(management, connectionId, "x").catch((error: unknown) => error);
    return { statusCode: 200 };
  });
  const { gateway, client, management } = await start({ routes: { $default: slow.route } });
  const ann = await client();
  ann.send("?");
  await slow.entered;
  const closed = gateway.close();
  await ann.closed;
  slow.resume();
  await closed;
  expect(outcome).toMatchObject({ name: "GoneException" });
});

test("closing gives up on a handler that never ends", async () => {
  const endless = paused();
  const { gateway, client } = await start({
    routes: { $default: endless.route },
    limits: { closeGraceMs: 1_000 },
  });
  const ann = await client();
  ann.send("?");
  await endless.entered;
  await gateway.close();
  expect(gateway.invocations.running).toBe(1);
});

test("closing ends running handshakes", async () => {
  const endless = paused();
  const { gateway } = await start({
    authorizer: endless.handler,
    limits: { closeGraceMs: 1_000 },
  });
  const opening = connect(gateway.url);
  const failed = expect(opening).rejects.toThrow("failed");
  await endless.entered;
  await gateway.close();
  await failed;
});

test("a $connect that returns while the gateway closes is undone by $disconnect", async () => {
  const connecting = paused();
  const { gateway, disconnected } = await startWithDisconnect({
    routes: { $connect: connecting.route },
  });
  const failed = expect(connect(gateway.url)).rejects.toThrow("failed");
  await connecting.entered;
  const closed = gateway.close();
  connecting.resume();
  await Promise.all([closed, failed]);
  expect(disconnected.events).toHaveLength(1);
});

test("an authorizer that allows while the gateway closes is not followed by $connect", async () => {
  const authorizing = paused(allowing());
  const connected = recorder();
  const { gateway } = await start({
    authorizer: authorizing.handler,
    routes: { $connect: connected.route },
  });
  const refused = refusedHandshake(gateway.url);
  await authorizing.entered;
  const closed = gateway.close();
  authorizing.resume();
  expect((await refused).status).toBe(503);
  await closed;
  expect(connected.events).toEqual([]);
});

test("no handshake is accepted while the gateway closes", async () => {
  const disconnecting = paused();
  const { gateway, client } = await start({ routes: { $disconnect: disconnecting.route } });
  await client();
  const closed = gateway.close();
  await disconnecting.entered;
  expect((await refusedHandshake(gateway.url)).status).toBe(503);
  disconnecting.resume();
  await closed;
});

test("closing does not wait for clients that never answer", async () => {
  const { gateway } = await start({ limits: { closeGraceMs: 1_000 } });
  const ann = await wsClient(gateway.url);
  ann.pause();
  await gateway.close();
  ann.terminate();
});

test("closing cuts hanging posts, keep-alive connections and silent sockets", async () => {
  const { gateway, client, management, until } = await start();
  gateway.faults.post = () => "hang";
  const ann = await client();
  const cut = expect(post(management, ann.id, "x")).rejects.toThrow();
  await until("posted");
  const agent = new Agent({ keepAlive: true });
  const idle = request(gateway.endpoint, { agent }).end();
  idle.on("response", (response) => response.resume());
  await once(idle, "close");
  const silent = connectTcp(gateway.port);
  await once(silent, "connect");
  const silentEnd = once(silent.resume(), "close");
  await gateway.close();
  await Promise.all([cut, silentEnd]);
  agent.destroy();
});

test("closing twice is closing once", async () => {
  const { gateway, client, disconnected } = await startWithDisconnect();
  await client();
  await Promise.all([gateway.close(), gateway.close()]);
  await gateway.close();
  expect(disconnected.events).toHaveLength(1);
});

test("the port is free again after closing", async () => {
  const { gateway } = await start();
  await gateway.close();
  const again = await startGateway({ routes: {}, port: gateway.port });
  expect(again.port).toBe(gateway.port);
  await again.close();
});

test("a gateway whose port is taken says so with Node's error", async () => {
  const { gateway } = await start();
  await expect(startGateway({ routes: {}, port: gateway.port })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
});

test("a gateway names its stage in its addresses", async () => {
  const { gateway } = await start({ stage: "prod" });
  expect(gateway.url).toBe(`ws://localhost:${gateway.port}/prod`);
  expect(gateway.endpoint).toBe(`http://localhost:${gateway.port}/prod`);
});
