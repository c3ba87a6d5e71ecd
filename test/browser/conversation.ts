// The tests of a conversation between two people in two windows: written once, run at both sizes.

import { expect, it } from "vitest";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import { isInView } from "./in-view.ts";
import type { Look, Window } from "./window.ts";

export function describeConversations(title: string, look: Look): void {
  describePage(title, () => {
    const fixture = setUpFixture();

    /** Opens a window for Ann and one for Bob, each with the conversation between them. */
    async function meet(): Promise<{ ann: Window; bob: Window; annName: string; bobName: string }> {
      const [one, other] = [newPerson("Ann"), newPerson("Bob")];
      const open = (me: typeof one, you: typeof one): Promise<Window> =>
        fixture.open({ ...look, path: `/?as=${me.name}#/with/${you.id}` });
      const [ann, bob] = await Promise.all([open(one, other), open(other, one)]);
      return { ann, bob, annName: one.name, bobName: other.name };
    }

    /** Opens a window for Ann and one for Bob, each with a group of both that Ann created. */
    async function gather() {
      const { ann, bob, ...names } = await meet();
      await ann.say("Hello");
      await bob.sees("Hello");
      await toList(ann);
      await ann.button("New group").click();
      await ann.page.getByLabel("Name of the group").fill("Pottery");
      await ann.button(`Add ${names.bobName}`).click();
      await ann.button("Create group").click();
      await ann.page.getByRole("heading", { name: "Pottery" }).waitFor();
      await toList(bob);
      await bob.room("Pottery").click();
      return { ann, bob, ...names };
    }

    const toList = async ({ isPhone, page }: Window): Promise<void> => {
      if (isPhone) await page.getByRole("link", { name: "All conversations" }).click();
    };

    it("see what the other writes, as they wrote it, that they are typing, and that it was seen", async () => {
      const { ann, bob, annName, bobName } = await meet();
      await ann.composer.pressSequentially("Tea?");
      await ann.composer.press("Shift+Enter");
      await ann.composer.pressSequentially("At four");
      await ann.composer.press("Enter");
      await bob.sees("At four");
      expect(await bob.message("Tea?").locator(".text").innerText()).toBe("Tea?\nAt four");
      await ann.sees("Seen");

      await bob.composer.pressSequentially("Fine");
      await ann.sees(`${bobName} is typing…`);
      await bob.composer.press("Enter");
      await ann.sees("Fine");
      await ann.page.getByText(`${bobName} is typing…`).waitFor({ state: "detached" });
      await bob.sees("Seen");
      await expect(ann.page.getByRole("log").innerText()).resolves.toBe(`${bobName}: Fine`);
      await ann.page.getByRole("heading", { name: bobName }).waitFor();
      await bob.page.getByRole("heading", { name: annName }).waitFor();
      const list = ann.page.getByRole("navigation", { name: "Conversations" });
      expect(await list.isVisible()).toBe(!ann.isPhone);
      await ann.isAccessible();
    });

    it("have in their list what is unread, the newest conversation first", async () => {
      const { ann, bob, annName } = await gather();
      await toList(bob);
      await ann.say("Clay is here");
      await toList(ann);
      await ann.room("Bob").click();
      if (bob.isPhone) await bob.room("Pottery.*Clay is here.*1 unread").waitFor();
      await ann.say("And you?");
      await bob.room(`${annName}.*And you.*1 unread`).waitFor();
      const titles = await bob.page.locator(".room .title").allInnerTexts();
      expect(titles).toEqual([annName, "Pottery"]);
      expect(await bob.page.title()).toMatch(/^\([12]\) Parley$/);
      await bob.isAccessible();

      await bob.room(annName).click();
      await bob.sees(/^\d new since /);
      await ann.sees("Seen");
      await bob.room(`${annName}.*unread`).waitFor({ state: "detached" });
    });

    it("edit and delete what they wrote, and nothing else", async () => {
      const { ann, bob } = await meet();
      await ann.say("Five o'clock?");
      await ann.say("Teh kettle");

      await ann.act("Five", "Edit");
      await ann.composer.fill("Six o'clock?");
      await ann.composer.press("Enter");
      await bob.sees("Six o'clock?");
      await bob.message("Six").getByText("edited").waitFor();

      await ann.composer.press("ArrowUp");
      await ann.sees("Editing your message");
      await ann.composer.press("Escape");
      await ann.page.getByText("Editing your message").waitFor({ state: "detached" });
      await ann.composer.press("ArrowUp");
      await ann.composer.fill("The kettle");
      await ann.composer.press("Enter");
      await bob.sees("The kettle");

      await ann.act("kettle", "Delete");
      await ann.isAccessible();
      await ann.button("Keep it").click();
      await ann.page.locator("button[aria-label=Delete]:focus").waitFor();
      await ann.act("kettle", "Delete");
      await ann.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await bob.sees("This message was deleted");
      await bob.message("kettle").waitFor({ state: "detached" });
      await ann.page.locator("#composer:focus").waitFor();
      await expect(bob.page.getByRole("button", { name: "Edit" }).count()).resolves.toBe(0);
      await expect(bob.page.getByRole("button", { name: "Delete" }).count()).resolves.toBe(0);
    });

    it("pin messages, find them in the list of pins, and unpin them", async () => {
      const { ann, bob, annName } = await meet();
      await ann.say("The door code is 4711");
      await bob.sees("The door code is 4711");
      await bob.act("4711", "Pin");
      await ann.message("4711").getByRole("img", { name: "Pinned" }).waitFor();
      await ann.sees(/pinned a message$/);
      await ann.button("1 pinned message").click();
      const pins = ann.page.getByRole("dialog", { name: "Pinned messages" });
      await pins.getByText("The door code is 4711").waitFor();
      await pins.getByText(annName).waitFor();
      await ann.isAccessible();
      await pins.getByRole("button", { name: "Show" }).click();
      await ann.page.locator("[data-message]:focus", { hasText: "4711" }).waitFor();

      await ann.button("1 pinned message").click();
      await pins.getByRole("button", { name: "Unpin" }).click();
      await pins.getByText("Nothing is pinned yet.").waitFor();
      await ann.page.keyboard.press("Escape");
      await pins.waitFor({ state: "detached" });
      await bob.message("4711").getByRole("img", { name: "Pinned" }).waitFor({ state: "detached" });
    });

    it("make a group, rename it, add and remove people, see who is there, and leave it", async () => {
      const { ann, bob, bobName, annName } = await gather();
      const cid = newPerson("Cid");
      await ann.say("Welcome");
      await bob.sees("Welcome");
      await ann.sees(`Seen by ${bobName}`);

      await ann.button("2 members").click();
      const members = ann.page.getByRole("dialog", { name: /^Members of/ });
      await members.getByText("Owner").waitFor();
      await members.getByLabel("Name of the group").fill("Ceramics");
      await members.getByRole("button", { name: "Rename" }).click();
      await bob.page.getByRole("heading", { name: "Ceramics" }).waitFor();
      await bob.sees(`${annName} renamed the group to Ceramics`);
      await members.getByLabel("Another name").fill(cid.name);
      await members.getByRole("button", { name: "Add", exact: true }).click();
      await members.getByRole("button", { name: "Add to the group" }).click();
      await members.getByRole("button", { name: `Remove ${cid.name}` }).waitFor();
      await bob.button("3 members").waitFor();
      await ann.isAccessible();

      const late = await fixture.open({ ...look, path: `/?as=${cid.name}` });
      await late.room("Ceramics").click();
      await late.sees("Welcome");
      // A new member's history includes what happened before they were added.
      await late.sees(`${annName} renamed the group to Ceramics`);
      await late.sees(`${annName} added you`);
      await late.button("3 members").click();
      const his = late.page.getByRole("dialog", { name: /^Members of/ });
      await expect.poll(() => his.getByText("Online").count()).toBe(3);
      await expect(his.getByRole("button", { name: "Remove" }).count()).resolves.toBe(0);
      await late.page.keyboard.press("Escape");
      await members.getByRole("button", { name: `Remove ${cid.name}` }).click();
      await late.sees(`${annName} removed you from Ceramics.`);
      await late.room("Ceramics").waitFor({ state: "detached" });
      await late.isAccessible();
      await bob.sees(new RegExp(`^${annName} removed cid`, "i"));

      await members.getByRole("button", { name: "Leave the group" }).click();
      await members.getByRole("button", { name: "Stay" }).click();
      await members.getByRole("button", { name: "Leave the group" }).click();
      await members.getByRole("button", { name: "Leave", exact: true }).click();
      await ann.sees("You left Ceramics.");
      await bob.sees(`${annName} left`);
      await bob.button("1 member").click();
      const last = bob.page.getByRole("dialog", { name: /^Members of/ });
      await last.getByText("Owner").waitFor();
      await expect(last.locator(".person", { hasText: annName }).count()).resolves.toBe(0);
    });

    it("write to somebody new, and find the conversation that there is the next time", async () => {
      const { ann, bob, bobName } = await meet();
      await bob.composer.waitFor();
      await toList(ann);
      await ann.button("New message").click();
      await ann.isAccessible();
      await ann.page.getByLabel("To").fill(bobName);
      await ann.page.getByLabel("To").press("Enter");
      await ann.sees("Say hello");
      await ann.say("First");
      await bob.sees("First");
      await toList(ann);
      await ann.button("New message").click();
      await ann.button(bobName).last().click();
      await ann.message("First").waitFor();
      await ann.say("Second");
      await bob.sees("Second");
      await toList(ann);
      await expect(ann.page.locator(".room").count()).resolves.toBe(1);
    });

    it("load older messages on the way up, and keep their place", async () => {
      const [one, other] = [newPerson("Ann"), newPerson("Bob")];
      const [ann, early] = await Promise.all([
        fixture.backend.join(one.id, one.name),
        fixture.backend.join(other.id, other.name),
      ]);
      const group = { room_name: "Pottery", recipients: [other.id] };
      const { _id: room_id } = await ann.done("createGroup", group);
      for (let i = 1; i <= LAST; i++) {
        await ann.done("sendMessage", { room_id, message: `No. ${i}.` });
      }
      await early.done("messageSeen", { room_id, seq: LAST });
      await early.leave();
      const bob = await fixture.open({
        ...look,
        path: `/?as=${other.name}#/room/${String(room_id)}`,
      });
      await bob.message(`No. ${LAST}.`).waitFor();
      await expect.poll(() => isInView(bob, `No. ${LAST}.`)).toBe(true);
      expect(await bob.message("No. 20.").count()).toBe(0);

      await bob.message("No. 24.").scrollIntoViewIfNeeded();
      const before = await placeOf(bob, "No. 24.");
      await bob.message("No. 20.").waitFor();
      // The browser scrolls by whole pixels, but the height of a line is not a whole number.
      const moved = async () => Math.abs((await placeOf(bob, "No. 24.")) - before);
      await expect.poll(moved).toBeLessThanOrEqual(1);
      await bob.page.evaluate("document.querySelector('.scroller').scrollTop = 0");
      await expect.poll(() => isInView(bob, "No. 1.")).toBe(true);
      await bob.sees("The beginning of the conversation");
      expect(await bob.page.locator("[data-message]").count()).toBe(LAST);

      await ann.done("sendMessage", { room_id, message: "Still there?" });
      await bob.button("1 new").click();
      await expect.poll(() => isInView(bob, "Still there?")).toBe(true);
      await ann.leave();
    });
  });
}

/** The number of the last message: the history has two pages. */
const LAST = 60;

/** A message's distance from the top of the window, in pixels. */
const placeOf = async ({ message }: Window, text: string): Promise<number> =>
  (await message(text).boundingBox())?.y ?? NaN;
