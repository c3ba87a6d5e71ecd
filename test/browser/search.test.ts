// Search for conversations, words in a conversation, people and emoji, and its keyboard shortcuts.

import { expect, it } from "vitest";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import { isInView } from "./in-view.ts";
import { DESKTOP, PHONE, type Window } from "./window.ts";

const LOOKS = [
  ["at a desk", { size: DESKTOP, colorScheme: "dark" as const }],
  ["on a phone", { size: PHONE }],
] as const;

describePage("search", () => {
  const fixture = setUpFixture();

  /** Opens the page as Ann, who has a conversation with Bob and one with Zoë. */
  async function scene(look: object) {
    const [one, bob, zoe] = [newPerson("Ann"), newPerson("Bob"), newPerson("Zoe")];
    const ann = await fixture.backend.join(one.id, one.name);
    for (const { id } of [bob, zoe]) {
      const first = { message: { message: "Hello" } };
      await ann.done("sendNewMessage", { recipient_id: id, type: "peer-to-peer", ...first });
    }
    const room = await ann.done("sendNewMessage", {
      recipient_id: bob.id,
      type: "peer-to-peer",
      message: { message: "The kiln is hot" },
    });
    for (let i = 1; i <= 45; i++) {
      await ann.done("sendMessage", { room_id: room.room_id, message: `No. ${i}.` });
    }
    await ann.done("sendMessage", { room_id: room.room_id, message: "The kiln is cold" });
    await ann.leave();
    const window = await fixture.open({ ...look, path: `/?as=${one.name}` });
    return { window, bob, zoe };
  }

  const focused = ({ page }: Window): Promise<string> =>
    page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.innerText");

  it.each(LOOKS)("finds conversations and words in them, %s", async (_, look) => {
    const { window, bob } = await scene(look);
    const { page, room, message, button } = window;
    await room("zoe").waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("BÓB");
    await room("zoe").waitFor({ state: "detached" });
    await window.isAccessible();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: bob.id }).waitFor();

    await message("The kiln is cold").waitFor();
    await button("Search in this conversation").click();
    const search = page.getByRole("searchbox", { name: "Search in this conversation" });
    await search.waitFor();
    await page.keyboard.type("kiln");
    await window.sees("1 of 1");
    await button("Look further back").click();
    await window.sees("1 of 2");
    await search.press("Enter");
    await window.sees("2 of 2");
    await expect.poll(() => isInView(window, "The kiln is hot")).toBe(true);
    await page.locator("[data-found]", { hasText: "The kiln is hot" }).waitFor();
    await window.isAccessible();
    await page.keyboard.press("Escape");
    await page.locator("#composer:focus").waitFor();
    await page.locator("[data-found]").waitFor({ state: "detached" });
  });

  it("has one stop of the Tab key in each region, and arrows within it", async () => {
    const { window, zoe } = await scene({});
    const { page, room } = window;
    await room("zoe").waitFor();
    const press = (key: string): Promise<void> => page.keyboard.press(key);
    await press("Tab");
    expect(await focused(window)).toBe("New message");
    await press("ArrowRight");
    expect(await focused(window)).toBe("New group");
    await press("Tab");
    expect(await focused(window)).toBe("Search conversations");
    await press("ArrowDown");
    expect(await focused(window)).toContain("bob");
    await press("ArrowDown");
    expect(await focused(window)).toContain("zoe");
    await press("Enter");
    await page.getByRole("heading", { name: zoe.id }).waitFor();
    await page.locator("#composer:focus").waitFor();
    await press("Control+k");
    expect(await focused(window)).toBe("Search conversations");
    await press("Tab");
    // The focus returns to the conversation that had it before.
    expect(await focused(window)).toContain("zoe");
  });

  it.each(LOOKS)("chooses emoji and people by a word, %s", async (_, look) => {
    const { window } = await scene(look);
    const { page, room, composer, button } = window;
    await button("New message").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: /^Cid/ }).waitFor();
    await page.getByLabel("To").fill("DÓR");
    await dialog.getByRole("button", { name: /^Cid/ }).waitFor({ state: "detached" });
    await dialog.getByRole("button", { name: /^Dora/ }).waitFor();
    await page.keyboard.press("Escape");
    await room("bob").click();

    const emoji = page.getByRole("searchbox", { name: "Find an emoji" });
    await composer.fill("Fire  it up");
    await page.evaluate("document.getElementById('composer').setSelectionRange(5, 5)");
    await button("Choose an emoji").click();
    await emoji.waitFor();
    await page.keyboard.type("rocket");
    await window.isAccessible();
    await page.keyboard.press("Enter");
    expect(await composer.inputValue()).toBe("Fire 🚀 it up");
    await composer.press("Enter");
    await window.act("🚀", "React");
    await button("Other emoji").click();
    await emoji.waitFor();
    await page.keyboard.type("trophy");
    await page
      .getByRole("group", { name: "Emoji" })
      .getByRole("button")
      .nth(1)
      .waitFor({ state: "detached" });
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^🏆 1/ }).waitFor();
  });
});
