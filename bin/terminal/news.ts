// What a frame from the server says, checked against the protocol.
import * as z from "zod";
import { ACTIONS } from "../../protocol/actions.ts";
import { listedRoom } from "../../protocol/connect-rooms.ts";
import { errorData, type ErrorData } from "../../protocol/errors.ts";
import { serverFrame } from "../../protocol/frames.ts";
import { groupEvent } from "../../protocol/users.ts";

const message = ACTIONS.sendMessage.event.data;
const conversation = ACTIONS.sendNewMessage.event.data;
const group = ACTIONS.createGroup.event.data;
const typing = ACTIONS.typing.event.data;
const edited = ACTIONS.editMessage.event.data;
const deleted = ACTIONS.deleteMessage.event.data;
const pin = ACTIONS.pinMessage.event.data;
const seen = ACTIONS.messageSeen.event.data;

export type Message = z.infer<typeof message>;

export type News =
  | { kind: "rooms"; data: z.infer<typeof listedRoom>[] }
  | { kind: "message"; data: Message }
  | { kind: "conversation"; data: z.infer<typeof conversation> }
  | { kind: "group"; data: z.infer<typeof group> }
  | { kind: "typing"; data: z.infer<typeof typing> }
  | { kind: "edited"; data: z.infer<typeof edited> }
  | { kind: "deleted"; data: z.infer<typeof deleted> }
  | { kind: "pin"; data: z.infer<typeof pin> }
  | { kind: "seen"; data: z.infer<typeof seen> }
  | { kind: "error"; data: ErrorData }
  /** What this client does not know; `text` is the frame as it came. */
  | { kind: "unknown"; text: string };

export interface Frame {
  news: News;
  /** Of the request that this frame answers. */
  requestId?: string | undefined;
  /** API Gateway speaks for itself, about a request that it does not name. */
  isOfGateway: boolean;
}

/** A reader of the frames that the user `userId` receives: some events are named by the receiver's id. */
export function frameReader(userId: string): (text: string) => Frame {
  const readers = readersFor(userId);
  return (text) => {
    const unknown: News = { kind: "unknown", text };
    const json = parse(text);
    const frame = serverFrame.safeParse(json);
    if (!frame.success) return { news: unknown, isOfGateway: isOfGateway(json) };
    const { event, data, request_id } = frame.data;
    const news = readers.get(event)?.(data) ?? unknown;
    return { news, requestId: request_id, isOfGateway: false };
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isOfGateway(json: unknown): boolean {
  return typeof json === "object" && json !== null && "message" in json && "connectionId" in json;
}

type Reader = (data: unknown) => News | undefined;

function readersFor(userId: string): Map<string, Reader> {
  return new Map<string, Reader>([
    ["connectRooms", reader("rooms", z.array(listedRoom))],
    ["message", reader("message", message)],
    [userId, reader("conversation", conversation)],
    [groupEvent(userId), reader("group", group)],
    ["typing", reader("typing", typing)],
    ["edited", reader("edited", edited)],
    ["delete", reader("deleted", deleted)],
    ["pin_message", reader("pin", pin)],
    ["seen", reader("seen", seen)],
    ["error", reader("error", errorData)],
  ]);
}

function reader<Kind extends string, Schema extends z.ZodType>(kind: Kind, schema: Schema) {
  return (data: unknown): { kind: Kind; data: z.output<Schema> } | undefined => {
    const parsed = schema.safeParse(data);
    return parsed.success ? { kind, data: parsed.data } : undefined;
  };
}
