// `npm run smoke`: every action end to end against any deployment, by the tokens of two of its users.

import { runSmoke } from "../smoke/cli.ts";

process.exitCode = await runSmoke(process.argv.slice(2));
