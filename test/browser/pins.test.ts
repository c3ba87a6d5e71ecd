// Pins: the line about a pin leads to the pinned message, anywhere in the history, at both sizes.

import { expect, it } from "vitest";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import { isInView } from "./in-view.ts";
import { DESKTOP, PHONE } from "./window.ts";

describePage("the line that tells of a pin", () => {
  const fixture = setUpFixture();

  /** A history of more than a page. Its first two messages were pinned at the end, the second was unpinned again. */
  async function scene(look: object) {
    const [one, other] = [newPerson("Ann"), newPerson("Bob")];
    const ann = await fixture.backend.join(one.id, one.name);
    const group = { room_name: "Pottery", recipients: [other.id] };
    const { _id: room_id } = await ann.done("createGroup", group);
    const ids: unknown[] = [];
    for (let i = 1; i <= 60; i++) {
      const { _id } = await ann.done("sendMessage", { room_id, message: `No. ${i}.` });
      ids.push(_id);
    }
    const pin = (_id: unknown, pin_message: boolean) =>
      ann.done("pinMessage", { room_id, _id, pin_message });
    await pin(ids[0], true);
    await pin(ids[1], true);
    await pin(ids[1], false);
    await ann.done("messageSeen", { room_id, seq: 60 });
    await ann.leave();
    const window = await fixture.open({
      ...look,
      path: `/?as=${one.name}#/room/${String(room_id)}`,
    });
    await window.sees("You pinned a message");
    return window;
  }

  it.each([
    ["at a desk", { size: DESKTOP, colorScheme: "dark" as const }],
    ["on a phone", { size: PHONE }],
  ])("leads to the message by a click, %s", async (_where, look) => {
    const window = await scene(look);
    await window.isAccessible();
    await window.button("You pinned a message").first().click();
    await window.page.locator("[data-message]:focus", { hasText: "No. 1." }).waitFor();
    await expect.poll(() => isInView(window, "No. 1.")).toBe(true);
  });

  it("leads to one that is pinned no more by Enter, as a stop of the arrow keys", async () => {
    const window = await scene({});
    const { page } = window;
    await window.composer.focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await page.locator("[data-message]:focus", { hasText: "No. 60." }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.locator("[data-pin]:focus").waitFor();
    await page.keyboard.press("Enter");
    await page.locator("[data-message]:focus", { hasText: "No. 2." }).waitFor();
  });
});
