// Sessions of the terminal client with a fake server, for the tests of a file.
import { afterEach, beforeEach, vi } from "vitest";
import { parseArguments, type Settings } from "../../../bin/terminal/arguments.ts";
import { Session } from "../../../bin/terminal/session.ts";
import { startFakeServer, type FakeServer } from "./fake-server.ts";
import { frame, message, pair } from "./samples.ts";

export interface Opened {
  /** Anew for each test. A test may put another in its place. */
  server: FakeServer;
  /** What was shown by the opening, and since. */
  opening: string[];
  lines: string[];
  readonly onRefused: ReturnType<typeof vi.fn<(reason: unknown) => void>>;
  /** The settings that the server is reached with. */
  settings(...args: string[]): Settings;
  open(settings?: Settings): Promise<Session>;
  /** Makes the server answer each frame with the first message of a new room. */
  answerAll(): void;
}

export const noRooms = "You are in no room yet. /new bob Hello writes to bob.";

/** Registers what is done before and after each test of the file. */
export function openedSessions(): Opened {
  const sessions: Session[] = [];
  const opened: Omit<Opened, "server"> & { server?: FakeServer } = {
    opening: [],
    lines: [],
    onRefused: vi.fn<(reason: unknown) => void>(),
    settings: (...args) =>
      parseArguments(["--as", "ann", "--url", here.server.url, ...args]) as Settings,
    async open(settings = here.settings()) {
      const { onRefused } = here;
      const show = (line: string) => void here.lines.push(line);
      const session = new Session({ settings, show, onRefused });
      await session.open();
      sessions.push(session);
      here.opening = here.lines.splice(0);
      return session;
    },
    answerAll() {
      here.server.onFrame = (socket, { request_id }) => {
        socket.send(frame("ann", { ...message, room: pair }, request_id));
      };
    },
  };
  const here = opened as Opened;

  beforeEach(async () => {
    here.server = await startFakeServer();
    here.lines = [];
    here.onRefused.mockReset();
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.close();
    await here.server.close();
  });
  return here;
}
