import { once } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { Refused } from "../../../bin/terminal/socket.ts";
import { getToken } from "../../../bin/terminal/token.ts";
import { startFakeServer } from "./fake-server.ts";
import { noRooms, openedSessions } from "./opened-session.ts";
import { frame } from "./samples.ts";
import { PATIENT } from "../../patience.ts";

const here = openedSessions();

describe("a lost connection", () => {
  it("is made again, and the rooms are listed again", async () => {
    const session = await here.open();
    const [connection] = here.server.connections;
    connection?.close(1001);
    await vi.waitUntil(() => here.lines.includes(noRooms), PATIENT);
    expect(here.lines).toEqual(["The connection is lost (1001).", "Connected again.", noRooms]);
    here.answerAll();
    await session.follow("/new bob hello");
    expect(here.server.frames).toHaveLength(1);
  });

  it("before the reply has the same request sent again, which the server does only once", async () => {
    const session = await here.open();
    here.server.onFrame = (socket) => {
      socket.terminate();
      here.answerAll();
    };
    await session.follow("/new bob hello");
    expect(here.server.frames).toHaveLength(2);
    expect(here.server.frames[1]).toEqual(here.server.frames[0]);
    expect(here.lines.join("\n")).toContain("#1 bob: hello");
  });

  it("again and again before the reply has the request given up", async () => {
    const session = await here.open();
    here.server.onFrame = (socket) => {
      socket.terminate();
    };
    await session.follow("/new bob hello");
    expect(here.server.frames).toHaveLength(3);
    expect(here.lines).toContain("! No reply to sendNewMessage. Whether it was done is not known.");
  });

  it("before the reply to a frame written by hand is not repeated", async () => {
    const session = await here.open();
    here.server.onFrame = (socket) => {
      socket.terminate();
    };
    await session.follow('{"action": "sendMessage"}');
    expect(here.server.frames).toHaveLength(1);
    expect(here.lines).toContain("! No reply. Whether it was done is not known.");
  });

  it("is tried again while nothing answers", async () => {
    await here.open();
    const port = Number(new URL(here.server.url).port);
    await here.server.close();
    await vi.waitUntil(
      () => here.lines.some((line) => line.endsWith("Trying again in 0.5 s.")),
      PATIENT,
    );
    here.server = await startFakeServer(port);
    await vi.waitUntil(() => here.lines.includes(noRooms), PATIENT);
    expect(here.lines[1]).toBe(
      `Nothing answers at ${here.server.url}. Is it running? \`npm start\` starts it. Trying again in 0.5 s.`,
    );
    expect(here.lines.at(-2)).toBe("Connected again.");
  });

  it("is not made again for someone who left", async () => {
    const session = await here.open();
    const fetched = vi.spyOn(globalThis, "fetch");
    await session.close();
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });

  it("does not keep anyone from leaving", async () => {
    const session = await here.open();
    await here.server.close();
    await vi.waitUntil(() => here.lines.length > 1, PATIENT);
    await session.close();
    here.server = await startFakeServer();
  });

  it.each([
    [401, "The server does not accept this token (401)."],
    [403, "The server refuses the connection (403)."],
  ])("is given up when the server refuses another with %i", async (status, reason) => {
    await here.open();
    here.server.handshakeStatus = status;
    here.server.connections[0]?.terminate();
    await vi.waitUntil(() => here.onRefused.mock.calls.length > 0, PATIENT);
    expect(here.onRefused).toHaveBeenCalledWith(new Refused(reason));
  });

  it.each([429, 503])(
    "is tried again when the server is too busy for another: %i",
    async (status) => {
      await here.open();
      here.server.handshakeStatus = status;
      here.server.connections[0]?.terminate();
      const refused = `The server refuses the connection (${status}). Trying again in 0.5 s.`;
      await vi.waitUntil(() => here.lines.includes(refused), PATIENT);
      here.server.handshakeStatus = 101;
      await vi.waitUntil(() => here.lines.includes(noRooms), PATIENT);
      expect(here.onRefused).not.toHaveBeenCalled();
    },
  );
});

describe("a token that runs out", () => {
  const expired = frame("error", { code: "TOKEN_EXPIRED", message: "", retryable: false });

  it("is replaced, and the request sent again", async () => {
    const session = await here.open();
    here.server.onFrame = (socket) => {
      socket.send(expired);
      here.answerAll();
    };
    await session.follow("/new bob hello");
    expect(here.server.tokenRequests).toHaveLength(2);
    expect(here.server.frames).toHaveLength(2);
    expect(here.lines.join()).not.toContain("TOKEN_EXPIRED");
  });

  it("ends the session if it came from the command line", async () => {
    const { token } = await getToken(here.settings());
    await here.open({ kind: "token", token, webSocketUrl: here.server.url.replace("http", "ws") });
    here.server.connections[0]?.send(expired);
    await vi.waitUntil(() => here.onRefused.mock.calls.length > 0, PATIENT);
    expect(here.onRefused).toHaveBeenCalledWith(
      new Refused("The token has run out. Start again with a new one."),
    );
  });

  it("is replaced before that, for those who only read", async () => {
    here.server.expiresIn = 0.2;
    await here.open();
    here.server.expiresIn = 3600;
    const [connection] = here.server.connections;
    if (connection) await once(connection, "close");
    await vi.waitUntil(() => here.lines.includes(noRooms), PATIENT);
    expect(here.lines).toEqual(["Connected with a new token.", noRooms]);
  });
});
