// Runs the chat in a terminal or a pipe, from the command line to the exit code.
import { parseArguments, USAGE, UsageError, type Settings } from "./arguments.ts";
import { openScreen } from "./screen.ts";
import { CannotConnect, makeSession, type Session } from "./session.ts";

/** Runs until the input ends, or says to quit, or Ctrl-C. Resolves to the exit code. */
export async function runTerminal(args: string[]): Promise<number> {
  try {
    const settings = parseArguments(args);
    if (settings.kind !== "help") return await chat(settings);
    console.log(USAGE);
    return 0;
  } catch (error) {
    console.error(lineFor(error));
    return 1;
  }
}

async function chat(settings: Settings): Promise<number> {
  const screen = openScreen({ complete: (line) => session.complete(line) });
  const session: Session = makeSession({
    settings,
    show: screen.show,
    onPrompt: screen.redraw,
  });
  try {
    await Promise.race([talk(session, screen.lines, screen.ask), screen.interrupted, session.lost]);
  } finally {
    screen.close();
  }
  const unconfirmed = session.close();
  if (unconfirmed === 0) return 0;
  console.error(`Not confirmed by the server, and perhaps not done: ${unconfirmed}.`);
  return 1;
}

/** A line is read when the one before it has its answer. */
async function talk(
  session: Session,
  lines: AsyncIterable<string>,
  ask: (prompt: () => string) => void,
): Promise<void> {
  await session.open();
  ask(session.prompt);
  for await (const line of lines) {
    if (!(await session.follow(line))) return;
    ask(session.prompt);
  }
}

function lineFor(error: unknown): unknown {
  if (error instanceof UsageError) return `${error.message}\n${USAGE}`;
  return error instanceof CannotConnect ? error.message : error;
}
