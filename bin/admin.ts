// `npm run admin`: an operator's commands, on AWS or on the local server.

import { admin } from "../admin/cli.ts";

process.exitCode = await admin(process.argv.slice(2), process.env);
