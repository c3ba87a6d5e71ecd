// The fault injection of the gateway: each fault has its documented effect, and no other.
import { expect, test, vi } from "vitest";
import { post, start, startWithDisconnect, stopTheClock } from "./fixture.ts";
import { echo, twoWay } from "./handlers.ts";

test("a dropped $disconnect never comes, though the connection is gone", async () => {
  const { gateway, client, management, until, disconnected } = await startWithDisconnect();
  gateway.faults.dropDisconnects = true;
  const ann = await client();
  await ann.close();
  await until("disconnected");
  await expect(post(management, ann.id, "x")).rejects.toMatchObject({ name: "GoneException" });
  await gateway.close();
  expect(disconnected.events).toEqual([]);
});

test("chosen posts are answered with a fault, counted from 1, and nothing arrives of them", async () => {
  const { gateway, client, management } = await start();
  const ann = await client();
  const faulty: Record<number, 410 | 429 | 500> = { 1: 410, 2: 429, 3: 500 };
  const asked: [string, number][] = [];
  gateway.faults.post = (connectionId, n) => {
    asked.push([connectionId, n]);
    return faulty[n];
  };
  const names = { 410: "GoneException", 429: "LimitExceededException" };
  for (const [n, status] of Object.entries(faulty)) {
    await expect(post(management, ann.id, n)).rejects.toMatchObject({
      ...(status !== 500 && { name: names[status] }),
      $metadata: { httpStatusCode: status },
    });
  }
  await post(management, ann.id, "4");
  expect(await ann.nextText()).toBe("4");
  expect(asked).toEqual([1, 2, 3, 4].map((n) => [ann.id, n]));
});

test("a hanging post is never answered, and others go on", async () => {
  const { gateway, client, management, until } = await start();
  const ann = await client();
  gateway.faults.post = (_id, n) => (n === 1 ? "hang" : undefined);
  let answered = false;
  const hanging = post(management, ann.id, "1").finally(() => (answered = true));
  expect((await until("posted")).status).toBe("hang");
  await post(management, ann.id, "2");
  expect(await ann.nextText()).toBe("2");
  expect(answered).toBe(false);
  const cut = expect(hanging).rejects.toThrow();
  await gateway.close();
  await cut;
});

test("a lost frame is answered 200 and never arrives", async () => {
  const { gateway, client, management } = await start();
  const ann = await client();
  gateway.faults.drop = (connectionId) => connectionId === ann.id;
  await post(management, ann.id, "lost");
  gateway.faults.drop = undefined;
  await post(management, ann.id, "found");
  expect(await ann.nextText()).toBe("found");
});

test("a doubled frame arrives twice", async () => {
  const { gateway, client, management } = await start();
  const ann = await client();
  gateway.faults.double = () => true;
  await post(management, ann.id, "twice");
  expect([await ann.nextText(), await ann.nextText()]).toEqual(["twice", "twice"]);
});

test("replies are neither lost nor doubled", async () => {
  const { gateway, client } = await start({ routes: { $default: twoWay(echo) } });
  gateway.faults.drop = () => true;
  gateway.faults.double = () => true;
  const ann = await client();
  for (const text of ["first", "second"]) {
    ann.send(text);
    expect(await ann.nextText()).toBe(text);
  }
});

test("a delayed post is answered at once and overtaken by a reply", async () => {
  stopTheClock();
  const { gateway, client, management } = await start({ routes: { $default: twoWay(echo) } });
  const ann = await client();
  const asked: unknown[] = [];
  gateway.faults.delayMs = (what, connectionId) => {
    asked.push([what, connectionId]);
    return what === "post" ? 200 : 0;
  };
  await post(management, ann.id, "posted");
  ann.send("replied");
  expect(await ann.nextText()).toBe("replied");
  vi.advanceTimersByTime(200);
  expect(await ann.nextText()).toBe("posted");
  expect(asked).toEqual([
    ["post", ann.id],
    ["reply", ann.id],
  ]);
});

test("shuffled frames of one window all arrive, in the order of the random numbers", async () => {
  stopTheClock();
  const { gateway, client, management } = await start();
  const ann = await client();
  // Always selects the last waiting frame, which reverses the order.
  gateway.faults.shuffle = { random: () => 0.999, windowMs: 200 };
  for (const text of ["1", "2", "3"]) await post(management, ann.id, text);
  vi.advanceTimersByTime(200);
  const arrived = [await ann.nextText(), await ann.nextText(), await ann.nextText()];
  expect(arrived).toEqual(["3", "2", "1"]);
  await post(management, ann.id, "4");
  vi.advanceTimersByTime(200);
  expect(await ann.nextText()).toBe("4");
});

test("frames that are held back hold up neither other connections nor the end of their own", async () => {
  const { gateway, client, management, until } = await start();
  const ann = await client();
  const bob = await client();
  gateway.faults.delayMs = (_what, connectionId) => (connectionId === ann.id ? 1e6 : 0);
  await post(management, ann.id, "late");
  await post(management, bob.id, "now");
  expect(await bob.nextText()).toBe("now");
  await ann.close();
  expect((await until("disconnected")).connectionId).toBe(ann.id);
});
