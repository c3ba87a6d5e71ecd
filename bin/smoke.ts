// `npm run smoke`: tests every action end to end against any deployment, with the tokens of two of its users.

import { runSmoke } from "../smoke/cli.ts";

process.exitCode = await runSmoke(process.argv.slice(2));
