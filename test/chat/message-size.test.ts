// A message that was stored under a higher size limit is returned, cut to the size of a frame.

import { describe, expect, it } from "vitest";
import { fitsFrame, shownContent } from "../../lambdas/chat/message-size.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { messageContent, type MessageContent } from "../../protocol/message.ts";

const content = (otherwise: Partial<MessageContent>): MessageContent => ({
  ...messageContent.parse({ message: "Hello", first_name: "Ann", attachments: ["a.png"] }),
  ...otherwise,
});
const recipients = Array.from({ length: 1_000 }, (_, i) => ({ _id: `user-${i}`, msg_seen: false }));

describe("a message that is too large for a frame", () => {
  it("is shown whole but for its recipients, if these are what is too much", () => {
    expect(shownContent(content({ recipients }))).toEqual(content({}));
  });

  it.each(["x", "日", "\u0001", "🎉"])("is shown with as much of its text as fits: %j", (one) => {
    const text = one.repeat(30_000 / one.length);
    const { message, ...rest } = shownContent(content({ message: text, recipients }));
    expect({ ...rest, message: "Hello" }).toEqual(content({}));
    expect(message.endsWith("…")).toBe(true);
    expect(text.startsWith(message.slice(0, -1))).toBe(true);
    expect(message.isWellFormed()).toBe(true);
    expect(fitsFrame({ ...rest, message })).toBe(true);
    expect(fitsFrame({ ...rest, message: message + one + one })).toBe(false);
  });

  it("is none that fits, to the last byte", () => {
    const rest = LIMITS.messageBytes - JSON.stringify(content({ message: "" })).length;
    const fitting = content({ message: "x".repeat(rest) });
    expect(shownContent(fitting)).toBe(fitting);
    const larger = content({ message: "x".repeat(rest + 1) });
    expect(shownContent(larger).message).toBe(`${"x".repeat(rest - 3)}…`);
  });
});
