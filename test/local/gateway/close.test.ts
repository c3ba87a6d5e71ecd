// Closing a gateway: every client is told, running handlers may end, and nothing delays it beyond its time.
import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { connect as connectTcp } from "node:net";
import { Agent, request } from "node:http";
import { once } from "node:events";
import { expect, test } from "vitest";
import { startGateway } from "../../../local/gateway/gateway.ts";
import { connect } from "../../websocket-client.ts";
import { gate, policy, recorder, refusedHandshake, start, wsClient } from "./fixture.ts";

const never = () => new Promise(() => undefined);

test("closing says 1001 to the clients and runs $disconnect for each", async () => {
  const disconnected = recorder<{ requestContext: { disconnectStatusCode: number } }>();
  const { gateway, client } = await start({ routes: { $disconnect: disconnected.route } });
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

test("closing waits for what runs, which can still reach @connections", async () => {
  const entered = gate();
  const left = gate();
  let outcome: unknown;
  const { gateway, client, management } = await start({
    routes: {
      $default: {
        handler: async ({ requestContext }: { requestContext: { connectionId: string } }) => {
          entered.open();
          await left.passed;
          const { connectionId } = requestContext;
          outcome = await management
            .send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: "x" }))
            .catch((error: unknown) => error);
          return { statusCode: 200 };
        },
        twoWay: false,
      },
    },
  });
  const ann = await client();
  ann.send("?");
  await entered.passed;
  const closed = gateway.close();
  await ann.closed;
  left.open();
  await closed;
  expect(outcome).toMatchObject({ name: "GoneException" });
});

test("closing gives up on a handler that never ends", async () => {
  const entered = gate();
  const { gateway, client } = await start({
    routes: {
      $default: {
        handler: () => {
          entered.open();
          return never();
        },
        twoWay: false,
      },
    },
    limits: { closeGraceMs: 1_000 },
  });
  const ann = await client();
  ann.send("?");
  await entered.passed;
  await gateway.close();
  expect(gateway.invocations.running).toBe(1);
});

test("closing ends handshakes that are under way", async () => {
  const entered = gate();
  const { gateway } = await start({
    authorizer: () => {
      entered.open();
      return never();
    },
    limits: { closeGraceMs: 1_000 },
  });
  const opening = connect(gateway.url);
  const failed = expect(opening).rejects.toThrow("failed");
  await entered.passed;
  await gateway.close();
  await failed;
});

test("a $connect that returns while the gateway closes is undone by $disconnect", async () => {
  const entered = gate();
  const admitted = gate();
  const disconnected = recorder();
  const { gateway } = await start({
    routes: {
      $connect: {
        handler: async () => {
          entered.open();
          await admitted.passed;
          return { statusCode: 200 };
        },
        twoWay: false,
      },
      $disconnect: disconnected.route,
    },
  });
  const failed = expect(connect(gateway.url)).rejects.toThrow("failed");
  await entered.passed;
  const closed = gateway.close();
  admitted.open();
  await Promise.all([closed, failed]);
  expect(disconnected.events).toHaveLength(1);
});

test("an authorizer that allows while the gateway closes is not followed by $connect", async () => {
  const entered = gate();
  const allowed = gate();
  const connected = recorder();
  const { gateway } = await start({
    authorizer: async () => {
      entered.open();
      await allowed.passed;
      return policy("Allow", "*");
    },
    routes: { $connect: connected.route },
  });
  const refused = refusedHandshake(gateway.url);
  await entered.passed;
  const closed = gateway.close();
  allowed.open();
  expect((await refused).status).toBe(503);
  await closed;
  expect(connected.events).toEqual([]);
});

test("nobody is let in while the gateway closes", async () => {
  const entered = gate();
  const left = gate();
  const { gateway, client } = await start({
    routes: {
      $disconnect: {
        handler: () => {
          entered.open();
          return left.passed;
        },
        twoWay: false,
      },
    },
  });
  await client();
  const closed = gateway.close();
  await entered.passed;
  expect((await refusedHandshake(gateway.url)).status).toBe(503);
  left.open();
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
  const { gateway, client, until } = await start();
  gateway.faults.post = () => "hang";
  const management = new ApiGatewayManagementApiClient({
    endpoint: gateway.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  const ann = await client();
  const hanging = management.send(new PostToConnectionCommand({ ConnectionId: ann.id, Data: "x" }));
  const cut = expect(hanging).rejects.toThrow();
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
  management.destroy();
});

test("closing twice is closing once", async () => {
  const disconnected = recorder();
  const { gateway, client } = await start({ routes: { $disconnect: disconnected.route } });
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
