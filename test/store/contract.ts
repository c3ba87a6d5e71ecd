// The contract of the store on which the rules of the chat rely: one suite for the ports of lambdas/chat/ports.ts, to
// run on each of their implementations.

import { beforeAll, describe } from "vitest";
import { applyContract } from "./contract/apply.ts";
import { bucketsContract } from "./contract/buckets.ts";
import { contentContract } from "./contract/content.ts";
import { largeRoomsContract } from "./contract/large-rooms.ts";
import { logContract } from "./contract/log.ts";
import { membershipContract } from "./contract/membership.ts";
import { messagesContract } from "./contract/messages.ts";
import { reactionsContract } from "./contract/reactions.ts";
import { roomDetailsContract, roomListContract } from "./contract/room-list.ts";
import { roomsContract } from "./contract/rooms.ts";
import type { Subject } from "./contract/subject.ts";

/** Runs the suite on the store that `open` opens. Its tests share the store: each uses ids of its own. */
export function storeContract(name: string, open: () => Promise<Subject> | Subject): void {
  describe(name, () => {
    let opened: Subject;
    beforeAll(async () => {
      opened = await open();
    });
    const subject = () => opened;

    roomsContract(subject);
    membershipContract(subject);
    logContract(subject);
    applyContract(subject);
    messagesContract(subject);
    reactionsContract(subject);
    contentContract(subject);
    bucketsContract(subject);
    roomListContract(subject);
    roomDetailsContract(subject);
    largeRoomsContract(subject);
  });
}
