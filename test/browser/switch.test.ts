// Switching conversations is synchronous, so that the next key is typed into the new one. The address is set too.

import { expect, it } from "vitest";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import { DESKTOP, PHONE, type Window } from "./window.ts";

/** Replaces the browser's `Notification`. A test clicks the first one with `told[0].onclick()`. */
const NOTIFICATIONS = `
  window.told = [];
  window.Notification = class {
    static permission = "granted";
    constructor() { window.told.push(this); }
    close() {}
  };
  localStorage.setItem("parley.notifications", "on");
  Object.defineProperty(document, "visibilityState", { configurable: true, value: "hidden" });
`;

/** Runs code, and returns the page's state before the page runs another task or receives `hashchange`. */
const rightAfter = ({ page }: Window, code: string): Promise<unknown> =>
  page.evaluate(`(async () => {
    let isLate = false;
    setTimeout(() => { isLate = true; });
    ${code};
    for (let i = 0; i < 100; i++) await null;
    return {
      isLate,
      at: location.hash,
      title: document.querySelector("#conversation-title")?.innerText,
      focus: document.activeElement.id,
    };
  })()`);

describePage("another conversation", () => {
  const fixture = setUpFixture();

  const click = (selector: string): string =>
    `document.querySelector(${JSON.stringify(selector)}).click()`;

  it.each([
    ["at a desk", { size: DESKTOP }, "composer"],
    ["on a phone", { size: PHONE }, "conversation-title"],
  ])("is there right after the click or key that leads to it, %s", async (_where, look, focus) => {
    const [one, other] = [newPerson("Ann"), newPerson("Bob")];
    const [bob, cid] = [await fixture.backend.join(other.id, other.name), newPerson("Cid")];
    const group = { recipients: [one.id] };
    const { _id: tea } = await bob.done("createGroup", { ...group, room_name: "Tea" });
    const { _id: clay } = await bob.done("createGroup", { ...group, room_name: "Clay" });
    const ann = await fixture.open({ ...look, path: `/?as=${one.name}` });
    await ann.room("Tea").waitFor();
    const there = (title: string, id: unknown, kind = "room") => ({
      isLate: false,
      at: `#/${kind}/${String(id)}`,
      title,
      focus,
    });

    const link = `[data-room="${String(tea)}"]`;
    expect(await rightAfter(ann, click(link))).toEqual(there("Tea", tea));

    await ann.page.evaluate("location.hash = ''");
    await ann.page.keyboard.press("Control+k");
    await ann.page.locator("input[type=search]:focus").fill("Cla");
    const enter = `document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", bubbles: true }))`;
    expect(await rightAfter(ann, enter)).toEqual(there("Clay", clay));

    await ann.page.evaluate("location.hash = ''");
    await ann.button("New message").click();
    await ann.page.getByLabel("To").fill(cid.name);
    const written = await rightAfter(ann, click("dialog [type=submit]"));
    expect(written).toEqual(there(cid.name, cid.id, "with"));

    await ann.page.evaluate(NOTIFICATIONS);
    await bob.done("sendMessage", { room_id: tea, message: "Come" });
    await expect.poll(() => ann.page.evaluate("window.told.length")).toBe(1);
    expect(await rightAfter(ann, "window.told[0].onclick()")).toEqual(there("Tea", tea));
    await ann.page.evaluate("delete document.visibilityState");
    await bob.leave();
  });

  it("is where one types on, once a group is made", async () => {
    const ann = await fixture.open({ path: `/?as=${newPerson("Ann").name}` });
    await ann.button("New group").click();
    await ann.page.getByLabel("Name of the group").fill("Pottery");
    await ann.button("Create group").click();
    await ann.page.getByRole("heading", { name: "Pottery" }).waitFor();
    await ann.page.keyboard.type("First");
    expect(await ann.composer.inputValue()).toBe("First");
  });
});
