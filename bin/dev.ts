// `npm start`: the whole backend on this machine, until Ctrl-C.

import { runDevServer } from "../dev-server/main.ts";

await runDevServer(process.argv.slice(2));
