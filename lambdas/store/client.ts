// DynamoDB's client, with as little of the AWS SDK's machinery as its options allow: a request takes less than half of
// the CPU that it takes as the SDK comes (docs/decisions/0022).

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { exchange, type Incoming, type Outgoing } from "../http/exchange.ts";
import { signerOf } from "../http/signer.ts";

const REQUEST_MS = 2_000;
/** A DynamoDB on the same machine is as slow as the machine, which may be busy. */
const LOCAL_REQUEST_MS = 20_000;

/** What ends a request, by the request. */
const signals = new WeakMap<object, AbortSignal>();

// Nobody reads a log of the SDK's own, and the logger walks every output also where there is none. Who calls, and in
// which chain of Lambdas, DynamoDB does nothing with.
const NOT_NEEDED = ["loggerMiddleware", "getUserAgentMiddleware", "recursionDetectionMiddleware"];

/**
 * The client; `endpoint` is only for a DynamoDB that is not AWS's. A request is given up after 2 s and tried three
 * times, so that one that hangs leaves time to answer within API Gateway's 29 s; at an `endpoint`, after 20 s.
 */
export function openClient(endpoint: string | undefined): DynamoDBClient {
  const limitMs = endpoint ? LOCAL_REQUEST_MS : REQUEST_MS;
  const client = new DynamoDBClient({
    ...(endpoint && { endpoint }),
    maxAttempts: 3,
    signer: signerOf("dynamodb"),
    requestHandler: {
      handle: async (request: Outgoing, options?: { abortSignal?: unknown }) => {
        const signal = (options?.abortSignal as AbortSignal | undefined) ?? signals.get(request);
        return { response: await exchange(request, { limitMs, signal }) };
      },
    },
  });
  for (const name of NOT_NEEDED) client.middlewareStack.remove(name);
  // What is resolved once is resolved without a signal: the commands of commands.ts bring theirs along.
  client.middlewareStack.add(
    (next) => (args) => {
      const { signal } = args as { signal?: AbortSignal };
      if (signal) signals.set(args.request as object, signal);
      return next(args);
    },
    { step: "deserialize", priority: "low", name: "signal" },
  );
  readPlainly(client);
  return client;
}

// Without a copy, and faster than a TextDecoder.
const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("utf8");

type Deserialize = (operation: unknown, context: unknown, response: Incoming) => Promise<object>;

/** Answers are what their JSON is: the SDK looks each value's shape up, to find binary ones, of which there are none. */
function readPlainly({ config }: DynamoDBClient): void {
  const protocol = config.protocol as unknown as { deserializeResponse: Deserialize };
  const deserialize = protocol.deserializeResponse.bind(protocol);
  protocol.deserializeResponse = async (operation, context, response) => {
    const { statusCode, body } = response;
    if (statusCode !== 200) return await deserialize(operation, context, response);
    const output = JSON.parse(textOf(body)) as object;
    return Object.assign(output, { $metadata: { httpStatusCode: statusCode } });
  };
}
