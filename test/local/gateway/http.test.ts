// Other HTTP requests on the gateway's port.
import { expect, test } from "vitest";
import { start } from "./fixture.ts";

test("other plain requests are the caller's to answer, or forbidden", async () => {
  const open = await start({
    http: (request, response) => {
      response.end(`served ${request.url ?? ""}`);
    },
  });
  const served = await fetch(new URL("/health?x=1", open.gateway.endpoint));
  expect(await served.text()).toBe("served /health?x=1");
  const { gateway } = await start();
  const refused = await fetch(new URL("/health", gateway.endpoint));
  expect(refused.status).toBe(403);
  expect(await refused.json()).toEqual({ message: "Forbidden" });
});

test("a plain request whose handler fails is a 500, and the observer gets the reason", async () => {
  const error = new Error("broken");
  const { gateway, until } = await start({ http: () => Promise.reject(error) });
  expect((await fetch(new URL("/health", gateway.endpoint))).status).toBe(500);
  expect(await until("fault")).toEqual({ kind: "fault", where: "http", error });
});
