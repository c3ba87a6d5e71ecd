// Unread messages: where a conversation opens, when read marks advance, and where the page scrolls, at both sizes.

import { expect, it } from "vitest";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import { isInView } from "./in-view.ts";
import { DESKTOP, PHONE, type Window } from "./window.ts";

const LOOKS = [
  ["at a desk", 126, { size: DESKTOP }],
  ["on a phone", 56, { size: PHONE, colorScheme: "dark" as const }],
] as const;

describePage("what is unread", () => {
  const fixture = setUpFixture();

  /** Creates a group in which Ann has sent `count` messages and Bob has read the first `read` of them. */
  async function writing(count: number, read = 0) {
    const [one, other] = [newPerson("Ann"), newPerson("Bob")];
    const [ann, bob] = await Promise.all([
      fixture.backend.join(one.id, one.name),
      fixture.backend.join(other.id, other.name),
    ]);
    const group = { room_name: "Pottery", recipients: [other.id] };
    const { _id: room_id } = await ann.done("createGroup", group);
    const say = (message: string) => ann.done("sendMessage", { room_id, message });
    for (let i = 1; i <= count; i++) {
      const { _id: message_id } = await say(`No. ${i}.`);
      if (i === read) await bob.done("messageSeen", { room_id, message_id });
    }
    await bob.leave();
    return { ann, say, room_id, path: `/?as=${other.name}#/room/${String(room_id)}` };
  }

  it.each(LOOKS)("is where a conversation opens, and is read by scrolling, %s", async (...args) => {
    const [, count, look] = args;
    const last = `No. ${count + 5}.`;
    const scene = await writing(count + 5, 5);
    const bob = await fixture.open({ ...look, path: scene.path });
    await bob.sees(new RegExp(`^${count} new since `));
    await expect.poll(() => isInView(bob, "No. 6.")).toBe(true);
    expect(await isInView(bob, last)).toBe(false);
    const before = await unreadIn(bob);
    expect(before).toBeGreaterThan(count / 2);
    expect(before).toBeLessThan(count);
    await bob.isAccessible();

    await bob.message("No. 40.").scrollIntoViewIfNeeded();
    await expect.poll(() => unreadIn(bob)).toBeLessThan(before);
    expect(await unreadIn(bob)).toBeGreaterThan(count / 10);
    await bob.page.locator(".to-end").click();
    await expect.poll(() => isInView(bob, last)).toBe(true);
    await expect.poll(() => unreadIn(bob)).toBe(0);
    await bob.page.getByText(`${count} new since`).waitFor();

    // Sending a message from elsewhere in the history scrolls to that message.
    await bob.message("No. 20.").scrollIntoViewIfNeeded();
    await bob.write("Sorry, I was away");
    await expect.poll(() => isInView(bob, "Sorry, I was away")).toBe(true);
    await scene.ann.leave();
  });

  it("is what comes while nobody looks", async () => {
    const scene = await writing(30, 30);
    const bob = await fixture.open({ path: scene.path });
    await expect.poll(() => isInView(bob, "No. 30.")).toBe(true);
    await look(bob, "hidden");
    for (let i = 1; i <= 40; i++) await scene.say(`Meanwhile ${i}.`);
    await bob.message("Meanwhile 40.").waitFor();
    await expect.poll(() => unreadIn(bob)).toBe(40);
    await look(bob, "visible");
    await bob.sees(/^40 new since /);
    await expect.poll(() => isInView(bob, "Meanwhile 1.")).toBe(true);
    expect(await isInView(bob, "Meanwhile 40.")).toBe(false);
    await scene.ann.leave();
  });

  it("is found also where more was changed than written since", async () => {
    const scene = await writing(5);
    const { _id: message_id } = await scene.say("No. 6.");
    const { room_id } = scene;
    for (let i = 1; i <= 130; i++) {
      await scene.ann.done("editMessage", { room_id, message_id, message: `No. 6, version ${i}.` });
    }
    const bob = await fixture.open({ path: scene.path });
    await bob.sees("No. 6, version 130.");
    await bob.sees("No. 1.");
    await bob.sees("The beginning of the conversation");
    await scene.ann.leave();
  });

  it.each(LOOKS)(
    "first message to somebody stays where it is, %s",
    async (_where, _count, look) => {
      const [one, other] = [newPerson("Ann"), newPerson("Bob")];
      const ann = await fixture.open({ ...look, path: `/?as=${one.name}#/with/${other.id}` });
      await ann.sees("Say hello");
      await ann.write("Hello");
      const top = async () => (await ann.message("Hello").boundingBox())?.y;
      const before = await top();
      await ann.sees("The beginning of the conversation");
      await ann.sees("Sent");
      // The browser places elements at fractions of a pixel.
      expect(Math.abs(Number(await top()) - Number(before))).toBeLessThanOrEqual(1);
    },
  );
});

/** The number of unread messages in the window's title. */
const unreadIn = async ({ page }: Window): Promise<number> =>
  Number(/^\((\d+)\+?\)/.exec(await page.title())?.[1] ?? 0);

/** Hides the window or shows it again. */
const look = ({ page }: Window, state: "hidden" | "visible"): Promise<void> =>
  page.evaluate(`
    Object.defineProperty(document, "visibilityState", { configurable: true, value: "${state}" });
    document.dispatchEvent(new Event("visibilitychange"));
  `);
