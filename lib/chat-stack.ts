// The stack of `npx cdk deploy`: a chat backend and its outputs.

import { Stack, type App } from "aws-cdk-lib";
import { Key } from "aws-cdk-lib/aws-kms";
import { ChatBackend, type ChatBackendProps } from "./chat-backend.ts";
import type { Config } from "./config.ts";
import { outputs } from "./outputs.ts";
import { existingTable } from "./table.ts";

export class ChatStack extends Stack {
  constructor(app: App, config: Config) {
    const namePrefix = `Parley-${config.stage}`;
    super(app, namePrefix, {
      description: `Parley, a chat backend for native WebSockets (stage ${config.stage})`,
      terminationProtection: config.deletionProtection,
    });
    // CDK leaves "Default" out of logical ids: older stacks, from before the construct, keep their resources.
    const backend = new ChatBackend(this, "Default", {
      ...backendProps(this, config),
      namePrefix,
    });
    outputs(this, backend);
  }
}

/** Turns the settings into options: an existing table or key is imported into the stack. */
export const backendProps = (
  stack: Stack,
  { table, encryptionKeyArn, ...config }: Config,
): ChatBackendProps => ({
  ...config,
  ...(table && { table: existingTable(stack, "ExistingTable", table) }),
  ...(encryptionKeyArn !== undefined && {
    encryptionKey: Key.fromKeyArn(stack, "EncryptionKey", encryptionKeyArn),
  }),
});
