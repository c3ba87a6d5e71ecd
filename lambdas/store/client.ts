// DynamoDB's client, with as little middleware of the AWS SDK as its options allow: a request takes 0.56 to 0.65 of the
// CPU that it takes with the SDK's defaults (docs/decisions/0022).

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { exchange, type Incoming, type Outgoing } from "../http/exchange.ts";
import { signerOf } from "../http/signer.ts";

const REQUEST_MS = 2_000;
/** Longer for a DynamoDB on the same machine, which may be busy. */
const LOCAL_REQUEST_MS = 20_000;

/** The abort signal of each request. */
const signals = new WeakMap<object, AbortSignal>();

// The SDK's log is not used, and its logger walks every output even if it is off. DynamoDB ignores the user agent and
// the header that detects recursion.
const NOT_NEEDED = ["loggerMiddleware", "getUserAgentMiddleware", "recursionDetectionMiddleware"];

/**
 * The client; `endpoint` is only for a DynamoDB that is not AWS's. A request times out after 2 s and is tried three
 * times, which leaves time to answer within API Gateway's 29 s. At an `endpoint` it times out after 20 s.
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
  // Handlers that are resolved once have no signal; commands.ts passes each command's here.
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

// Faster than a TextDecoder, and without a copy of the bytes.
const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("utf8");

type Deserialize = (operation: unknown, context: unknown, response: Incoming) => Promise<object>;

/** Parses responses as plain JSON. The SDK would check each value's shape for binary data; the table has none. */
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
