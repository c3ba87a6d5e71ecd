// The look and the settings of the page: theme, notifications, times, pictures, sizes of touch targets.

import { expect, it } from "vitest";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import { DESKTOP, PHONE, type Window } from "./window.ts";

/** Replaces the browser's `Notification`, and records each notification in `told`. */
const NOTIFICATIONS = `
  window.told = [];
  window.Notification = class {
    static permission = "default";
    static async requestPermission() { return (this.permission = "granted"); }
    constructor(title, { body }) { window.told.push(title + ": " + body); }
    close() {}
  };
`;

describePage("the look of the page", () => {
  const fixture = setUpFixture();

  async function pair(look: object = {}) {
    const [one, other] = [newPerson("Ann"), newPerson("Bob")];
    const bob = await fixture.backend.join(other.id, other.name);
    const say = (message: string, room_id?: unknown) =>
      room_id === undefined
        ? bob.done("sendNewMessage", {
            recipient_id: one.id,
            type: "peer-to-peer",
            message: { message, first_name: other.name },
          })
        : bob.done("sendMessage", { room_id, message });
    const { room_id } = await say("Hello");
    const path = `/?as=${one.name}#/room/${String(room_id)}`;
    return { bob, say, room_id, other, ann: await fixture.open({ ...look, path }) };
  }

  const background = ({ page }: Window): Promise<string> =>
    page.evaluate("getComputedStyle(document.body).backgroundColor");

  it("has the theme of the machine, or the one that was chosen, which it remembers", async () => {
    const { ann, bob } = await pair({ size: DESKTOP, colorScheme: "light" });
    await ann.sees("Hello");
    const light = await background(ann);
    await ann.button("Theme: as on this device").click();
    await ann.button("Theme: light").click();
    const dark = await background(ann);
    expect(dark).not.toBe(light);
    await ann.page.reload();
    await ann.sees("Hello");
    expect(await background(ann)).toBe(dark);
    await ann.isAccessible();
    await ann.button("Theme: dark").click();
    expect(await background(ann)).toBe(light);
    await bob.leave();
  });

  it("notifies a user who looks elsewhere, if they allowed it, but not of muted conversations", async () => {
    const { ann, bob, say, room_id, other } = await pair();
    await ann.sees("Hello");
    await ann.page.evaluate(NOTIFICATIONS);
    const told = () => ann.page.evaluate<string[]>("window.told");
    await ann.button("Notifications").click();
    await ann.page.getByTitle("Notifications are on").waitFor();
    await say("While you look", room_id);
    await ann.sees("While you look");
    await look(ann, "hidden");
    await say("While you do not", room_id);
    await expect.poll(told).toEqual([`${other.name}: While you do not`]);
    expect(await ann.page.locator("link[rel=icon]").getAttribute("href")).toBe("/icon-unread.svg");
    await look(ann, "visible");
    await ann.button("Mute this conversation").click();
    await look(ann, "hidden");
    await say("Muted", room_id);
    await ann.message("Muted").waitFor();
    expect(await told()).toHaveLength(1);
    await look(ann, "visible");
    await ann.button("Mute this conversation").click();
    await ann.button("Notifications").click();
    await bob.leave();
  });

  it("says the time once for those that were written in one minute", async () => {
    const { ann, bob } = await pair();
    const at = async () => await ann.page.locator(".message.own time:not(.hidden)").count();
    for (const text of ["One", "Two", "Three"]) await ann.say(text);
    // There are two if the minute ended while the messages were sent.
    expect(await at()).toBeLessThan(3);
    expect(await ann.message("Three").locator("time:not(.hidden)").count()).toBe(1);
    await bob.leave();
  });

  it("shows a group's picture where there is one, and its initials where it cannot be had", async () => {
    const { ann, bob, other } = await pair();
    await ann.button("New group").click();
    await ann.page.getByLabel("Name of the group").fill("Pottery");
    await ann.button(`Add ${other.name}`).click();
    await ann.button("Create group").click();
    await ann.button("2 members").click();
    const picture = new URL("/icon.svg", ann.page.url()).href;
    await ann.page.getByLabel("Address of a picture").fill(picture);
    await ann.button("Use it").click();
    await ann.page.keyboard.press("Escape");
    await ann.sees("You changed the group’s picture");
    await ann.page.locator(`.room .avatar img[src="${picture}"]`).waitFor();
    await bob.leave();
  });

  it("has room for a finger on a phone, and begins a title where its line does", async () => {
    const look = { size: PHONE, colorScheme: "dark" as const };
    const [dana, ann] = [{ id: "shalom", name: "שלום" }, newPerson("Ann")];
    const other = await fixture.backend.join(dana.id, dana.name);
    await other.done("sendNewMessage", {
      recipient_id: ann.id,
      type: "peer-to-peer",
      message: { message: "Hello", first_name: dana.name },
    });
    const phone = await fixture.open({ ...look, path: `/?as=${ann.name}` });
    await phone.room(dana.name).waitFor();
    const small = `[...document.querySelectorAll("button, a.icon-button, .room")]
      .filter((one) => !one.matches(".link, .quote"))
      .map((one) => [one.ariaLabel ?? one.innerText, one.getBoundingClientRect()])
      .filter(([, { width, height }]) => width > 0 && (width < 44 || height < 44))
      .map(([name]) => name)`;
    expect(await phone.page.evaluate(small)).toEqual([]);
    expect(
      await phone.page.evaluate(
        "getComputedStyle(document.querySelector('.room .title')).textAlign",
      ),
    ).toBe("left");
    await phone.room(dana.name).click();
    await phone.message("Hello").tap();
    expect(await phone.page.evaluate(small)).toEqual([]);
    await phone.isAccessible();
    await other.leave();
  });
});

/** Hides the window or shows it again. */
const look = ({ page }: Window, state: "hidden" | "visible"): Promise<void> =>
  page.evaluate(`
    Object.defineProperty(document, "visibilityState", { configurable: true, value: "${state}" });
    document.dispatchEvent(new Event("visibilitychange"));
  `);
