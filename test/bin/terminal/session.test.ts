import { afterEach, describe, expect, it, vi } from "vitest";
import { CannotConnect, Refused } from "../../../bin/terminal/socket.ts";
import { getToken } from "../../../bin/terminal/token.ts";
import { startFakeServer } from "./fake-server.ts";
import { noRooms, openedSessions } from "./opened-session.ts";
import { frame, message } from "./samples.ts";
import { PATIENT } from "../../patience.ts";

const here = openedSessions();

describe("opening", () => {
  it("gets a token for the user, and lists the rooms", async () => {
    await here.open(here.settings("--name", "Ann"));
    expect(here.server.tokenRequests).toEqual([{ user_id: "ann", first_name: "Ann" }]);
    expect(here.opening).toEqual([noRooms]);
  });

  it("takes a token as it is, and asks for none", async () => {
    const { token } = await getToken(here.settings());
    const webSocketUrl = here.server.url.replace("http", "ws");
    const session = await here.open({ kind: "token", token, webSocketUrl });
    expect(session.chat.userId).toBe("ann");
    expect(here.server.tokenRequests).toHaveLength(1);
  });

  it("says in one line that nothing answers", async () => {
    const settings = here.settings();
    await here.server.close();
    await expect(here.open(settings)).rejects.toThrow(
      new CannotConnect(
        `Nothing answers at ${here.server.url}. Is it running? \`npm start\` starts it.`,
      ),
    );
    here.server = await startFakeServer();
  });

  it("says in one line that the token is not accepted", async () => {
    here.server.handshakeStatus = 401;
    await expect(here.open()).rejects.toThrow(
      new Refused("The server does not accept this token (401)."),
    );
  });
});

describe("a line", () => {
  it("is followed when its reply is there, and the reply is shown", async () => {
    const session = await here.open();
    here.answerAll();
    await expect(session.follow("/new bob hello")).resolves.toBe(true);
    expect(here.lines).toEqual([
      "You are in room 1, bob\n14:02 #1 bob: hello".replace("14", hour()),
    ]);
  });

  it("that cannot be followed is answered here, and nothing is sent", async () => {
    const session = await here.open();
    await session.follow("hello");
    await session.follow("/room 9");
    await session.follow("/edit");
    expect(here.lines).toEqual([
      noRooms,
      "There is no room 9. /rooms lists yours.",
      "Write it like this: /edit <n> <text>",
    ]);
    expect(here.server.frames).toEqual([]);
  });

  it("can say to quit", async () => {
    const session = await here.open();
    await expect(session.follow("/quit")).resolves.toBe(false);
  });

  it.each([
    [
      "an error that names no request",
      frame("error", { code: "BAD_JSON", message: "", retryable: false }),
    ],
    ["API Gateway's own frame", '{"message":"Internal server error","connectionId":"a"}'],
  ])("is done when %s comes", async (_what, answer) => {
    const session = await here.open();
    here.server.onFrame = (socket) => {
      socket.send(answer);
    };
    await session.follow("/new bob hello");
    expect(here.lines).toHaveLength(1);
    expect(here.lines[0]).not.toContain("No reply");
  });

  it("that is a frame is sent as it is, and done when any frame comes", async () => {
    const session = await here.open();
    here.server.onFrame = (socket) => {
      socket.send(frame("pong", {}));
    };
    await session.follow('{"action": "ping"}');
    expect(here.server.frames).toEqual([{ action: "ping" }]);
    expect(here.lines).toEqual(['{"event":"pong","data":{}}']);
  });
});

describe("a reply that does not come", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is waited for no longer than 10 s, and the request is not sent again", async () => {
    const session = await here.open();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const done = session.follow("/new bob hello");
    await vi.waitUntil(() => here.server.frames.length > 0, PATIENT);
    await vi.advanceTimersByTimeAsync(10_000);
    await done;
    expect(here.server.frames).toHaveLength(1);
    expect(here.lines).toEqual(["! No reply to sendNewMessage. Whether it was done is not known."]);
  });
});

/** Of the messages' 14:00 UTC, on this machine. */
function hour(): string {
  return String(new Date(message.created_at).getHours()).padStart(2, "0");
}
