// The @connections API, as the AWS SDK calls it.
import {
  DeleteConnectionCommand,
  GetConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { once } from "node:events";
import { expect, test, vi } from "vitest";
import { PATIENT } from "../../patience.ts";
import { managementClient, post, start, wsClient } from "./fixture.ts";
import { echo, paused, twoWay } from "./handlers.ts";
import { raw } from "./raw-request.ts";

const unknownId = "JC1dgf9yoAMCK-g=";

const failure = (name: string, httpStatusCode: number) => ({
  name,
  $metadata: expect.objectContaining({ httpStatusCode }) as unknown,
});

test("what is posted arrives as one text frame", async () => {
  const { client, management } = await start();
  const ann = await client();
  const { $metadata } = await post(management, ann.id, '{"text": "héllo"}');
  expect($metadata.httpStatusCode).toBe(200);
  expect(await ann.nextText()).toBe('{"text": "héllo"}');
});

test("posts arrive in the order in which they were answered, if no fault is set", async () => {
  const { client, management } = await start();
  const ann = await client();
  for (let n = 0; n < 20; n++) await post(management, ann.id, `${n}`);
  for (let n = 0; n < 20; n++) expect(await ann.nextText()).toBe(`${n}`);
});

test("128 KB can be posted", async () => {
  const { client, management } = await start();
  const ann = await client();
  const text = "x".repeat(131_072);
  await post(management, ann.id, text);
  expect(await ann.nextText()).toBe(text);
});

test("over 128 KB is too large, and the connection stays open", async () => {
  const { client, management } = await start({ routes: { $default: twoWay(echo) } });
  const ann = await client();
  await expect(post(management, ann.id, "x".repeat(131_073))).rejects.toMatchObject(
    failure("PayloadTooLargeException", 413),
  );
  ann.send("still here");
  expect(await ann.nextText()).toBe("still here");
});

test("a connection describes its client", async () => {
  const { client, management } = await start();
  const before = Math.floor(Date.now() / 1000) * 1000;
  const ann = await client({ headers: { "User-Agent": "test/1" } });
  const described = await management.send(new GetConnectionCommand({ ConnectionId: ann.id }));
  expect(described.Identity).toEqual({ SourceIp: "127.0.0.1", UserAgent: "test/1" });
  expect(described.ConnectedAt?.getTime()).toBeGreaterThanOrEqual(before);
});

test("times are ISO 8601, and a client without a user agent has an empty one", async () => {
  const { gateway, until } = await start();
  await wsClient(gateway.url);
  const { connectionId } = await until("connected");
  const iso: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const { status, body } = await raw(gateway, `/local/@connections/${connectionId}`);
  expect(status).toBe(200);
  expect(body).toEqual({
    connectedAt: iso,
    identity: { sourceIp: "127.0.0.1", userAgent: "" },
    lastActiveAt: iso,
  });
});

test("a connection can be deleted once", async () => {
  const { client, management } = await start();
  const ann = await client();
  const deletion = new DeleteConnectionCommand({ ConnectionId: ann.id });
  expect((await management.send(deletion)).$metadata.httpStatusCode).toBe(204);
  await ann.closed;
  await expect(management.send(deletion)).rejects.toMatchObject(failure("GoneException", 410));
});

test("a well-formed id of no connection is gone, for every method", async () => {
  const { management } = await start();
  const ConnectionId = unknownId;
  const gone = failure("GoneException", 410);
  await expect(post(management, ConnectionId, "x")).rejects.toMatchObject(gone);
  await expect(management.send(new GetConnectionCommand({ ConnectionId }))).rejects.toMatchObject(
    gone,
  );
  await expect(
    management.send(new DeleteConnectionCommand({ ConnectionId })),
  ).rejects.toMatchObject(gone);
});

test("an error has its name and request id in the headers and a JSON body", async () => {
  const { gateway } = await start();
  const { status, type, requestId, body } = await raw(
    gateway,
    `/local/@connections/${encodeURIComponent(unknownId)}`,
    { method: "POST", body: "x" },
  );
  expect({ status, type }).toEqual({ status: 410, type: "GoneException" });
  expect(requestId).toMatch(/^[\w-]{15}=$/);
  expect(body).toEqual({ message: "Gone", connectionId: unknownId, requestId });
});

test.each(["abc", "7b4f5c9e-3b1d-4f7e-9c56-0c8f2d9f6b1a", "JC1dgf9yoAMCK-g%253D", "%E0%A4%A"])(
  "the id %s is malformed",
  async (id) => {
    const { gateway } = await start();
    for (const method of ["POST", "GET", "DELETE"]) {
      const answer = await raw(gateway, `/local/@connections/${id}`, { method });
      expect(answer).toMatchObject({ status: 400, type: "BadRequestException" });
    }
  },
);

test("the path with %40connections, as AWS's guide writes it, is the same", async () => {
  const { gateway, client } = await start();
  const ann = await client();
  const path = `/local/%40connections/${encodeURIComponent(ann.id)}`;
  expect(await raw(gateway, path, { method: "POST", body: "x" })).toMatchObject({ status: 200 });
  expect(await ann.nextText()).toBe("x");
  expect(await raw(gateway, path)).toMatchObject({ status: 200 });
  expect(await raw(gateway, path, { method: "DELETE" })).toMatchObject({ status: 204 });
  await ann.closed;
});

test.each(["/@connections/", "/prod/@connections/"])(
  "a path that begins with %s is forbidden: the stage is part of it",
  async (prefix) => {
    const { gateway, client } = await start({
      http: (_request, response) => void response.end("not for here"),
    });
    const { id } = await client();
    const answer = await raw(gateway, prefix + encodeURIComponent(id), { method: "POST" });
    expect(answer).toMatchObject({ status: 403, body: { message: "Forbidden" } });
  },
);

test("the SDK with an endpoint without the stage is forbidden", async () => {
  const { gateway, client } = await start();
  const { id } = await client();
  const management = managementClient(new URL(gateway.endpoint).origin);
  await expect(post(management, id, "x")).rejects.toMatchObject(failure("ForbiddenException", 403));
});

test("a connection cannot be posted to before its $connect has returned, and can be after", async () => {
  const connecting = paused<{ requestContext: { connectionId: string } }>();
  const { client, management } = await start({ routes: { $connect: connecting.route } });
  const opening = client();
  const { connectionId } = (await connecting.entered).requestContext;
  await expect(post(management, connectionId, "x")).rejects.toMatchObject(
    failure("GoneException", 410),
  );
  connecting.resume();
  const ann = await opening;
  await post(management, connectionId, "x");
  expect(await ann.nextText()).toBe("x");
});

test("a connection that is closing is gone", async () => {
  const { gateway, until, management } = await start();
  const ann = await wsClient(gateway.url);
  const { connectionId } = await until("connected");
  // A paused client does not answer the close frame, and its socket stays open.
  ann.pause();
  await management.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
  await expect(post(management, connectionId, "x")).rejects.toMatchObject(
    failure("GoneException", 410),
  );
  ann.terminate();
});

test("a client that reads nothing delays no post: posts are refused once the send buffer is full", async () => {
  const { gateway, until, management } = await start({ limits: { sendBufferBytes: 200_000 } });
  const ann = await wsClient(gateway.url);
  const { connectionId } = await until("connected");
  ann.pause();
  const postOne = () => post(management, connectionId, "x".repeat(131_072));
  const postUntilRefused = (): Promise<unknown> =>
    postOne().then(postUntilRefused, (error: unknown) => error);
  expect(await postUntilRefused()).toMatchObject(failure("LimitExceededException", 429));
  // The connection is still open, and gets posts again once it has read.
  const read = once(ann, "message");
  ann.resume();
  await read;
  await vi.waitUntil(() => postOne().then(Boolean, () => false), PATIENT);
  ann.terminate();
});
