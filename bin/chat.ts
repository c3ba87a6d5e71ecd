// The CDK app: `npx cdk deploy`. What it can be told with `-c` is in lib/config.ts.
import { App } from "aws-cdk-lib";
import { ChatStack } from "../lib/chat-stack.ts";
import { ConfigError, readConfig } from "../lib/config.ts";

const app = new App();
try {
  new ChatStack(app, readConfig(app.node.getAllContext() as Record<string, unknown>));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exit(1);
}
