// EventBridge's PutEvents: passes accepted events on in the envelope that targets receive.
import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { parseJson } from "../protocol/json.ts";
import { signatureFault } from "./gateway/signature.ts";
import type { Account } from "./sigv4.ts";

const TARGET = "AWSEvents.PutEvents";
const MOST_ENTRIES = 10;
const MOST_BYTES = 262_144;

/** An event as a target of EventBridge receives it. */
export interface Envelope {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
}

export interface EventBusApi {
  readonly account: () => Account;
  /** Called with every accepted event. */
  readonly onEvent: (envelope: Envelope) => void;
}

/** Answers PutEvents requests; resolves to false for any other. */
export const putEventsApi =
  ({ account, onEvent }: EventBusApi) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if (request.method !== "POST" || request.headers["x-amz-target"] !== TARGET) return false;
    const body = await buffer(request);
    const answer = (status: number, content: object): true => {
      response.writeHead(status, { "Content-Type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(content));
      return true;
    };
    const refuse = (__type: string, message: string) => answer(400, { __type, message });

    const bodyHash = createHash("sha256").update(body).digest("hex");
    const fault = signatureFault(request, bodyHash, account(), "events");
    if (fault !== undefined) return refuse("AccessDeniedException", fault);
    const entries = entriesOf(body.toString());
    if (!entries || entries.length === 0 || entries.length > MOST_ENTRIES) {
      return refuse("ValidationException", `1 to ${MOST_ENTRIES} entries are allowed.`);
    }
    if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > MOST_BYTES) {
      return refuse(
        "ValidationException",
        "Total size of the entries in the request is over the limit.",
      );
    }
    const taken = entries.map((entry) => envelopeOf(entry, account().region));
    for (const envelope of taken) if (envelope) onEvent(envelope);
    return answer(200, {
      FailedEntryCount: taken.filter((envelope) => !envelope).length,
      Entries: taken.map((envelope) =>
        envelope
          ? { EventId: envelope.id }
          : { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." },
      ),
    });
  };

function entriesOf(body: string): Entry[] | undefined {
  const { Entries } = Object(parseJson(body)) as { Entries?: unknown };
  return Array.isArray(Entries) ? (Entries as Entry[]) : undefined;
}

const sizeOf = ({ Source = "", DetailType = "", Detail = "" }: Entry): number =>
  Buffer.byteLength(Source + DetailType + Detail);

function envelopeOf(
  { Source, DetailType, Detail = "" }: Entry,
  region: string,
): Envelope | undefined {
  const detail = parseJson(Detail);
  if (!Source || !DetailType || typeof detail !== "object" || detail === null) return undefined;
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": DetailType,
    source: Source,
    account: "000000000000",
    time: new Date().toISOString().replace(/\.\d+/, ""),
    region,
    resources: [],
    detail: detail as Envelope["detail"],
  };
}
