// Opens sessions of the terminal with a fake server, for the tests of a file.
import { afterEach, beforeEach } from "vitest";
import { parseArguments, type Settings } from "../../terminal/arguments.ts";
import { makeSession, type Session } from "../../terminal/session.ts";
import { startFakeServer, type FakeServer } from "./fake-server.ts";

export interface Opened {
  /** New for each test. A test may replace it. */
  server: FakeServer;
  /** The lines shown since the opening; the first shows that there are no rooms. */
  lines: string[];
  /** The settings to reach the server. */
  settings(...args: string[]): Settings;
  open(settings?: Settings): Promise<Session>;
}

/** Registers the hooks before and after each test of the file. */
export function openedSessions(): Opened {
  const sessions: Session[] = [];
  const opened: Omit<Opened, "server"> & { server?: FakeServer } = {
    lines: [],
    settings: (...args) =>
      parseArguments(["--as", "ann", "--url", here.server.url, ...args]) as Settings,
    async open(settings = here.settings()) {
      const session = makeSession({ settings, show: (line) => here.lines.push(line) });
      sessions.push(session);
      await session.open();
      here.lines = [];
      return session;
    },
  };
  const here = opened as Opened;

  beforeEach(async () => {
    here.server = await startFakeServer();
    here.lines = [];
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) session.close();
    await here.server.close();
  });
  return here;
}
