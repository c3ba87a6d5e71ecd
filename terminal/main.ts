// Runs the chat in a terminal or a pipe, from the command line to the exit code.
import { parseArguments, USAGE, UsageError, type Settings } from "./arguments.ts";
import { openScreen } from "./screen.ts";
import { ConnectionError, makeSession, type Session } from "./session.ts";

/** Runs until the input ends, `/quit` or Ctrl-C. Resolves to the exit code. */
export async function runTerminal(args: string[]): Promise<number> {
  try {
    const settings = parseArguments(args);
    if (settings.kind !== "help") return await chat(settings);
    console.log(USAGE);
    return 0;
  } catch (error) {
    console.error(outputFor(error));
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
    await Promise.race([
      executeLines(session, screen.lines, screen.ask),
      screen.interrupted,
      session.lost,
    ]);
  } finally {
    screen.close();
  }
  const unconfirmed = session.close();
  if (unconfirmed === 0) return 0;
  console.error(`Not confirmed by the server, and perhaps not done: ${unconfirmed}.`);
  return 1;
}

/** Executes the lines one after another: each waits for the answer to the one before. */
async function executeLines(
  session: Session,
  lines: AsyncIterable<string>,
  ask: (prompt: () => string) => void,
): Promise<void> {
  await session.open();
  ask(session.prompt);
  for await (const line of lines) {
    if (!(await session.execute(line))) return;
    ask(session.prompt);
  }
}

function outputFor(error: unknown): unknown {
  if (error instanceof UsageError) return `${error.message}\n${USAGE}`;
  return error instanceof ConnectionError ? error.message : error;
}
