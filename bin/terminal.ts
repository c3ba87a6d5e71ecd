// `npm run chat`: a chat in the terminal, to try the backend with.
import { parseArguments, USAGE, UsageError, type Settings } from "./terminal/arguments.ts";
import { promptFor } from "./terminal/format.ts";
import { openScreen, type Screen } from "./terminal/screen.ts";
import { Session } from "./terminal/session.ts";
import { CannotConnect } from "./terminal/socket.ts";

try {
  const settings = parseArguments(process.argv.slice(2));
  if (settings.kind === "help") console.log(USAGE);
  else await chat(settings, openScreen());
  process.exit(0);
} catch (error) {
  console.error(lineFor(error));
  process.exit(1);
}

async function chat(settings: Settings, screen: Screen): Promise<void> {
  const show = (text: string) => {
    screen.show(text);
  };
  let session: Session | undefined;
  await new Promise<void>((resolve, onRefused) => {
    session = new Session({ settings, show, onRefused });
    talk(session, screen).then(resolve, onRefused);
    void screen.interrupted.then(resolve);
  });
  screen.close();
  await session?.close();
}

/** Until the input ends or says to quit. A line is read when the one before it has its reply. */
async function talk(session: Session, screen: Screen): Promise<void> {
  await session.open();
  const prompt = () => promptFor(session.chat);
  screen.ask(prompt);
  for await (const line of screen.lines) {
    if (!(await session.follow(line))) return;
    screen.ask(prompt);
  }
}

function lineFor(error: unknown): unknown {
  if (error instanceof UsageError) return `${error.message}\n${USAGE}`;
  return error instanceof CannotConnect ? error.message : error;
}
