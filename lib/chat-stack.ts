// The stack of `npx cdk deploy`: a chat backend and its outputs.

import { Stack, type App } from "aws-cdk-lib";
import { Key } from "aws-cdk-lib/aws-kms";
import { ChatBackend } from "./chat-backend.ts";
import type { Config } from "./config.ts";
import { outputs } from "./outputs.ts";
import { existingTable } from "./table.ts";

export class ChatStack extends Stack {
  constructor(app: App, { table, encryptionKeyArn, ...config }: Config) {
    const namePrefix = `Parley-${config.stage}`;
    super(app, namePrefix, {
      description: `Parley, a chat backend for native WebSockets (stage ${config.stage})`,
      terminationProtection: config.deletionProtection,
    });
    // "Default" is no part of a logical id: nothing moves in stacks from before there was a construct.
    const backend = new ChatBackend(this, "Default", {
      ...config,
      namePrefix,
      ...(table && { table: existingTable(this, "ExistingTable", table) }),
      ...(encryptionKeyArn !== undefined && {
        encryptionKey: Key.fromKeyArn(this, "EncryptionKey", encryptionKeyArn),
      }),
    });
    outputs(this, backend);
  }
}
