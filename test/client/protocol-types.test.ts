// client/protocol-types.ts is up to date, and its types are those that the schemas infer.

import { readFile } from "node:fs/promises";
import { expect, expectTypeOf, it } from "vitest";
import type * as z from "zod/mini";
import type { NAMED } from "../../generators/named-schemas.ts";
import {
  PROTOCOL_TYPES_FILE,
  renderProtocolTypes,
} from "../../generators/protocol-types/render.ts";
import type * as types from "../../client/protocol-types.ts";
import type * as actions from "../../protocol/actions.ts";
import type * as frames from "../../protocol/frames.ts";

/** The types that the schemas infer. */
type Inferred = { [Name in keyof typeof NAMED]: z.output<(typeof NAMED)[Name]> };

/** The client's types. */
interface Named {
  Message: types.Message;
  Tombstone: types.Tombstone;
  MessageOrTombstone: types.MessageOrTombstone;
  FirstMessage: types.FirstMessage;
  PinnedMessage: types.PinnedMessage;
  LastMessage: types.LastMessage;
  Recipient: types.Recipient;
  MessagePage: types.MessagePage;
  Person: types.Person;
  Room: types.Room;
  ListedRoom: types.ListedRoom;
  Group: types.Group;
  JoinedGroup: types.JoinedGroup;
  Member: types.Member;
  MemberPage: types.MemberPage;
  ReadMark: types.ReadMark;
  RoomEvent: types.RoomEvent;
  HistoryEvent: types.HistoryEvent;
  CaughtUp: types.CaughtUp;
  ErrorData: types.ErrorData;
  ErrorCode: types.ErrorCode;
  Issue: types.Issue;
  Attachment: types.Attachment;
  ReactionCount: types.ReactionCount;
}

it("is current: `npm run protocol-types` writes what is committed", async () => {
  expect(await readFile(PROTOCOL_TYPES_FILE, "utf8")).toBe(await renderProtocolTypes());
});

// A check of the compiler: `npm run types`.
it("has the types that the schemas infer", () => {
  expectTypeOf<Named>().toEqualTypeOf<Inferred>();
  expectTypeOf<types.ActionName>().toEqualTypeOf<actions.ActionName>();
  expectTypeOf<types.Payloads>().toEqualTypeOf<{
    [Name in actions.ActionName]: actions.PayloadInput<Name>;
  }>();
  expectTypeOf<types.Replies>().toEqualTypeOf<{
    [Name in actions.ActionName]: actions.EventData<Name>;
  }>();
  expectTypeOf<types.ServerFrame>().toEqualTypeOf<frames.ServerFrame>();
});
