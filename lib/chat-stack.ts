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
    // "Default" is no part of a logical id: nothing moves in stacks from before there was a construct.
    const backend = new ChatBackend(this, "Default", {
      ...backendProps(this, config),
      namePrefix,
    });
    outputs(this, backend);
  }
}

/** What the settings come to: a table and a key that are there already are resources of the stack's. */
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
