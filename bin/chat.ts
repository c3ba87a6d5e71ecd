// The CDK app: `npx cdk deploy`. Its settings, passed with `-c`, are in lib/config.ts.
import { App } from "aws-cdk-lib";
import { ChatStack } from "../lib/chat-stack.ts";
import { ConfigError, readConfig } from "../lib/config.ts";

const app = new App();
try {
  const context = app.node.getAllContext() as Record<string, unknown>;
  // The CDK CLI sets the region of the deployment. It is undefined in a synth without credentials.
  new ChatStack(app, readConfig(context, process.env.CDK_DEFAULT_REGION));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exit(1);
}
