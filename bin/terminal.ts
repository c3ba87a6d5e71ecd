// `npm run chat`: a chat in the terminal.

import { runTerminal } from "../terminal/main.ts";

process.exit(await runTerminal(process.argv.slice(2)));
