// The commands of @aws-sdk/lib-dynamodb that actions use, each resolved once per client. The SDK's own build the
// middleware stack for each request, which takes a third of its CPU.

import * as raw from "@aws-sdk/client-dynamodb";
import * as lib from "@aws-sdk/lib-dynamodb";
import { marshalled, unmarshalled } from "./marshalling.ts";

interface Resolvable {
  resolveMiddleware(...resolving: never): unknown;
}
type Resolving<Command extends Resolvable> = Parameters<Command["resolveMiddleware"]>;
type Resolved<Command extends Resolvable> = ReturnType<Command["resolveMiddleware"]>;

type Handler = (args: object) => Promise<{ output: object; response: unknown }>;

/** The resolved handlers, by the middleware stack of a client and the class of a command. */
const handlers = new WeakMap<object, Map<unknown, Handler>>();

/** Makes a subclass of a document command that reuses the resolved handler of its client. */
function lean<Command extends Resolvable>(
  Kind: new (input: never) => Resolvable,
  input: object,
  [stack, configuration, options]: Resolving<lib.GetCommand>,
): Resolved<Command> {
  const ofClient = handlers.get(stack) ?? new Map<unknown, Handler>();
  handlers.set(stack, ofClient);
  const resolve = (): Handler =>
    new Kind({} as never).resolveMiddleware(...([stack, configuration] as never)) as Handler;
  const handler = ofClient.get(Kind) ?? resolve();
  ofClient.set(Kind, handler);
  return (async () => {
    const args = { input: marshalled(input), signal: options?.abortSignal };
    const { output, response } = await handler(args);
    return { output: unmarshalled(output), response };
  }) as Resolved<Command>;
}

export class GetCommand extends lib.GetCommand {
  override resolveMiddleware(...resolving: Resolving<lib.GetCommand>): Resolved<lib.GetCommand> {
    return lean<lib.GetCommand>(raw.GetItemCommand, this.input, resolving);
  }
}

export class PutCommand extends lib.PutCommand {
  override resolveMiddleware(...resolving: Resolving<lib.PutCommand>): Resolved<lib.PutCommand> {
    return lean<lib.PutCommand>(raw.PutItemCommand, this.input, resolving);
  }
}

export class UpdateCommand extends lib.UpdateCommand {
  override resolveMiddleware(
    ...resolving: Resolving<lib.UpdateCommand>
  ): Resolved<lib.UpdateCommand> {
    return lean<lib.UpdateCommand>(raw.UpdateItemCommand, this.input, resolving);
  }
}

export class QueryCommand extends lib.QueryCommand {
  override resolveMiddleware(
    ...resolving: Resolving<lib.QueryCommand>
  ): Resolved<lib.QueryCommand> {
    return lean<lib.QueryCommand>(raw.QueryCommand, this.input, resolving);
  }
}

export class BatchGetCommand extends lib.BatchGetCommand {
  override resolveMiddleware(
    ...resolving: Resolving<lib.BatchGetCommand>
  ): Resolved<lib.BatchGetCommand> {
    return lean<lib.BatchGetCommand>(raw.BatchGetItemCommand, this.input, resolving);
  }
}
