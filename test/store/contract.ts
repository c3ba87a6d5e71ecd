// What every store does, as the rules of the chat rely on it: one suite for the ports of lambdas/chat/ports.ts, to be
// run on each of their implementations.

import { beforeAll, describe } from "vitest";
import { applyContract } from "./contract/apply.ts";
import { contentContract } from "./contract/content.ts";
import { logContract } from "./contract/log.ts";
import { messagesContract } from "./contract/messages.ts";
import { roomDetailsContract, roomListContract } from "./contract/room-list.ts";
import { roomsContract } from "./contract/rooms.ts";
import type { Subject } from "./contract/subject.ts";

export interface Options {
  /** Why it does without `roomList.details` and `roomList.remember`, if it does. */
  readonly withoutDetails?: string;
}

/** Runs the suite on what `open` opens. Its tests share it: each uses ids of its own. */
export function storeContract(
  name: string,
  open: () => Promise<Subject> | Subject,
  { withoutDetails }: Options = {},
): void {
  describe(name, () => {
    let opened: Subject;
    beforeAll(async () => {
      opened = await open();
    });
    const subject = () => opened;

    roomsContract(subject);
    logContract(subject);
    applyContract(subject);
    messagesContract(subject);
    contentContract(subject);
    roomListContract(subject);
    const reason = withoutDetails === undefined ? "" : ` (skipped: ${withoutDetails})`;
    describe.skipIf(withoutDetails !== undefined)(`details of a list${reason}`, () => {
      roomDetailsContract(subject);
    });
  });
}
