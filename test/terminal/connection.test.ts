// The terminal's connection: opened with a token, lost, and opened again.

import { describe, expect, it, vi } from "vitest";
import type { WebSocket } from "ws";
import { PATIENT } from "../patience.ts";
import { ConnectionError } from "../../terminal/session.ts";
import { getToken } from "../../terminal/token.ts";
import { startFakeServer } from "./fake-server.ts";
import { openedSessions } from "./opened-session.ts";

const here = openedSessions();
const failed = (message: string): Promise<Error> =>
  here.open().then(
    () => new Error("It was opened."),
    (error: unknown) => {
      expect(error).toEqual(new ConnectionError(message));
      return error as Error;
    },
  );
const byToken = async () => {
  const token = await getToken(here.settings());
  return { kind: "token", token, webSocketUrl: here.server.url.replace("http", "ws") } as const;
};

describe("opening", () => {
  it("gets a token for the user and their name", async () => {
    await here.open(here.settings("--name", "Ann"));
    expect(here.server.tokenRequests).toEqual([{ user_id: "ann", first_name: "Ann" }]);
  });

  it("takes a token as it is, and asks for none", async () => {
    const session = await here.open(await byToken());
    expect(session.prompt()).toBe("ann> ");
    expect(here.server.tokenRequests).toHaveLength(1);
  });

  it("says in one line that nothing answers", async () => {
    await here.server.close();
    await failed(`Nothing answers at ${here.server.url}. Is it running? \`npm start\` starts it.`);
    here.server = await startFakeServer();
  });

  it.each([
    [401, "The server does not accept this token (401)."],
    [403, "The server refuses the connection (403)."],
    [503, "The server refuses the connection (503)."],
  ])("says in one line that the handshake is answered with %i", async (status, message) => {
    here.server.handshakeStatus = status;
    await failed(message);
  });

  it("says in one line that the token on the command line has run out, and tries no handshake", async () => {
    const expired = await byToken();
    const [header = "", , signature = ""] = expired.token.split(".");
    const claims = Buffer.from(JSON.stringify({ sub: "ann", exp: 1 })).toString("base64url");
    const token = [header, claims, signature].join(".");
    await expect(here.open({ ...expired, token })).rejects.toThrow(
      new ConnectionError("The token has run out. Start again with a new one."),
    );
    expect(here.server.connections).toHaveLength(0);
  });
});

describe("a lost connection", () => {
  it("is made again without a line of output", async () => {
    const session = await here.open();
    here.server.connections[0]?.close(1001);
    await vi.waitUntil(() => here.server.connections.length === 2, PATIENT);
    // The answer comes on the new connection.
    here.server.onFrame = (socket) => {
      socket.send('{"event":"later"}');
    };
    await session.execute('{"action": "new"}');
    expect(here.lines).toEqual(['{"event":"later"}']);
    expect(session.prompt()).toBe("ann> ");
  });

  it("is announced once while nothing answers, and again when there is a new one", async () => {
    const session = await here.open();
    const port = Number(new URL(here.server.url).port);
    await here.server.close();
    await vi.waitUntil(() => here.lines.length > 0, PATIENT);
    expect(session.prompt()).toBe("(offline) ann> ");
    here.server = await startFakeServer(port);
    await vi.waitUntil(() => here.lines.length > 1, PATIENT);
    expect(here.lines).toEqual([
      `Nothing answers at ${here.server.url}. Is it running? \`npm start\` starts it. What you write goes out when the connection is back.`,
      "Connected again.",
    ]);
  });

  it("before the answer to a frame written by hand is not repeated", async () => {
    const session = await here.open();
    here.server.onFrame = (socket) => {
      socket.terminate();
    };
    await session.execute('{"action": "sendMessage"}');
    expect(here.server.frames).toHaveLength(1);
    expect(here.lines).toEqual(["! No answer. Whether it was done is not known."]);
  });

  it("before the answer to a command repeats the same request, and is not announced", async () => {
    const session = await here.open();
    here.server.onFrame = (socket) => {
      here.server.onFrame = (other, { request_id }) => {
        const data = { code: "FORBIDDEN", message: "No.", retryable: false };
        other.send(JSON.stringify({ event: "error", data, request_id }));
      };
      socket.terminate();
    };
    await session.execute("/new bob hello");
    const [first, second] = here.server.frames.map(({ request_id: _id, ...frame }) => frame);
    expect(second).toEqual(first);
    expect(here.lines).toEqual(["! You may not do that here."]);
  });

  it("is given up when the server refuses another", async () => {
    const session = await here.open();
    here.server.handshakeStatus = 401;
    here.server.connections[0]?.terminate();
    await expect(session.lost).rejects.toThrow(
      new ConnectionError("The server does not accept this token (401)."),
    );
  });
});

describe("a frame written by hand", () => {
  it("is sent as it is, and its answer shown as it came", async () => {
    const session = await here.open();
    here.server.onFrame = (socket) => {
      socket.send('{"event":"typing","request_id":"another"}');
      socket.send('{"event":"pong","data":{}}');
    };
    await session.execute('{"action": "wave"}');
    expect(here.server.frames).toEqual([{ action: "wave" }]);
    expect(here.lines).toEqual(['{"event":"pong","data":{}}']);
  });

  it.each([
    ["an error that names no request", '{"event":"error","data":{"code":"BAD_JSON"}}'],
    ["API Gateway's own frame", '{"message":"Internal server error","connectionId":"a"}'],
    ["the frame that names it", '{"event":"pong","request_id":"mine"}'],
  ])("is answered by %s", async (_what, answer) => {
    const session = await here.open();
    here.server.onFrame = (socket) => {
      socket.send('{"event":"pong"}');
      socket.send(answer);
    };
    await session.execute('{"action": "wave", "request_id": "mine"}');
    expect(here.lines).toEqual([answer]);
  });
});

describe("the number of a frame written by hand", () => {
  it("does not match its answer to a request of the client's own", async () => {
    const session = await here.open();
    const writing = session.execute("/new bob hello");
    await vi.waitUntil(() => here.server.frames.length === 1, PATIENT);
    const [own] = here.server.frames;
    const refuse = (socket: WebSocket, code: string, request_id = ""): void => {
      const data = { code, message: "No.", retryable: false };
      socket.send(JSON.stringify({ event: "error", data, request_id }));
    };
    here.server.onFrame = (socket, { request_id }) => {
      refuse(socket, "BAD_REQUEST", request_id);
    };
    const numbers = Array.from({ length: 9 }, (_, index) => String(index + 1));
    for (const request_id of numbers) {
      await session.execute(JSON.stringify({ action: "wave", request_id }));
    }
    expect(here.lines).toHaveLength(9);
    const [socket] = here.server.connections;
    if (!socket) throw new Error("There is no connection.");
    refuse(socket, "FORBIDDEN", own?.request_id);
    await writing;
    expect(here.lines.at(-1)).toBe("! You may not do that here.");
  });
});

describe("an answer that does not come", () => {
  it("is awaited for 10 s at most; the change counts as not confirmed", async () => {
    const session = await here.open();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const done = session.execute("/new bob hello");
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(done).resolves.toBe(true);
    vi.useRealTimers();
    expect(here.lines).toEqual([
      "There is no answer yet. You can go on: it is shown when it comes.",
    ]);
    expect(session.close()).toBe(1);
  });
});
