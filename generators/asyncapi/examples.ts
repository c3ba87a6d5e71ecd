// The examples of docs/asyncapi.yaml: a request of each action, and the frames in docs/protocol.md. A new action is a
// compile error here until it has a request. The generator fails for an event without a frame in docs/protocol.md.

import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { ACTIONS, type ActionName, type PayloadInput } from "../../protocol/actions.ts";
import { clientFrame, serverFrame } from "../../protocol/frames.ts";
import { ORIGINAL_EXAMPLES } from "./original-examples.ts";
import { patternOf } from "./events.ts";

type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;

const REQUESTS: { [Name in ActionName]: Frozen<PayloadInput<Name>> } = {
  ...ORIGINAL_EXAMPLES,
  getMessages: { room_id: "tea", before_rev: 3, limit: 1 },
  sync: {
    rooms: [
      { room_id: "tea", after_rev: 4 },
      { room_id: "coffee", after_rev: 2 },
    ],
  },
  getPins: { room_id: "tea" },
  getMembers: { room_id: "tea", limit: 3 },
  addMembers: { room_id: "tea", user_ids: ["dan"] },
  removeMember: { room_id: "tea", user_id: "dan" },
  updateRoom: { room_id: "tea", room_name: "Tea at five" },
  reactMessage: { room_id: "tea", message_id: "m1", reaction: "🎉", on: true },
  createUpload: { room_id: "tea", name: "Kyoto.jpg", content_type: "image/jpeg", size: 348_112 },
  getDownload: { room_id: "tea", key: "room-tea/5f0c1e7a9b24d1c0a7e93b5580f2c6d41e88b3a90457" },
  ping: {},
};

type Frame = Readonly<Record<string, unknown>>;

/** The frames of a Markdown page: every JSON block. Throws SyntaxError for a block that is not valid JSON. */
export function framesIn(markdown: string): Frame[] {
  const blocks = markdown.matchAll(/^```json\n(.+?)^```$/gms);
  return Array.from(blocks, ([, json = ""]) => JSON.parse(json) as Frame);
}

const PAGE = new URL("../../docs/protocol.md", import.meta.url);
const documented = framesIn(readFileSync(PAGE, "utf8"));

/** The example frames of an action. Throws zod's error if one is not a valid request. */
export function requestExamples(action: ActionName): Frame[] {
  const example = { action, request_id: `${action}-1`, ...REQUESTS[action] };
  const frames = [example, ...documented.filter((frame) => frame.action === action)];
  for (const frame of frames) {
    clientFrame.parse(frame);
    ACTIONS[action].payload.parse(frame);
  }
  return frames;
}

/** The example frames of an event. Throws if there is none, and zod's error if `data` matches none of the schemas. */
export function eventExamples(event: string, shapes: readonly z.ZodMiniType[]): Frame[] {
  const frames = documented.filter(
    (frame) => typeof frame.event === "string" && patternOf(frame.event) === event,
  );
  if (frames.length === 0) throw new Error(`docs/protocol.md shows no frame of ${event}.`);
  for (const frame of frames) z.union(shapes).parse(serverFrame.parse(frame).data);
  return frames;
}

/** The example frames that API Gateway itself sends: they contain neither an action nor an event. */
export const gatewayExamples = (): Frame[] =>
  documented.filter((frame) => !("event" in frame) && !("action" in frame));
