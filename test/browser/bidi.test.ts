// Bidirectional text: names and texts that run from right to left, or contain an override, affect only themselves.

import { expect, it } from "vitest";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import { DESKTOP, PHONE, type Window } from "./window.ts";

/** "Right-to-left override": reverses all text after it, up to the end of its isolated element or paragraph. */
const TURN = "\u202E";

// Lists every override outside of an isolated element of its own, and every one in an attribute such as a label.
// Skips the text of messages and what is typed.
const LOOSE = `(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (!data.includes("${TURN}") || parentElement.closest("div.text, textarea, .grow")) continue;
    const isApart = /isolate|plaintext/.test(getComputedStyle(parentElement).unicodeBidi);
    if (!isApart || parentElement.childNodes.length > 1) found.push(parentElement.outerHTML);
  }
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (value.includes("${TURN}") && name !== "value") found.push(name + "=" + value);
    }
  }
  return found;
})()`;

describePage("names and texts that turn around what follows", () => {
  const fixture = setUpFixture();

  const isTidy = async ({ page }: Window): Promise<void> => {
    expect(await page.evaluate(LOOSE)).toEqual([]);
  };

  it("run in their own direction, paragraph by paragraph", async () => {
    const [one, other] = [newPerson("Ann"), newPerson("Dana")];
    const ann = await fixture.open({ path: `/?as=${one.name}#/with/${other.id}` });
    await ann.say("שלום Café");
    await ann.composer.fill("Hello\n\nשלום Kettle");
    await ann.composer.press("Enter");
    await ann.message("Kettle").waitFor();
    /** The x positions in pixels of the first letters of the Hebrew word and of the Latin word after it. */
    const places = (word: string) =>
      ann.page.evaluate<[hebrew: number, word: number]>(`(() => {
        const walker = document.createTreeWalker(document.querySelector("ol"), NodeFilter.SHOW_TEXT);
        while (!walker.nextNode().data.includes("${word}"));
        return ["שלום", "${word}"].map((each) => {
          const range = document.createRange();
          const from = walker.currentNode.data.indexOf(each);
          range.setStart(walker.currentNode, from);
          range.setEnd(walker.currentNode, from + 1);
          return range.getBoundingClientRect().left;
        });
      })()`);
    for (const word of ["Café", "Kettle"]) {
      const [hebrew, latin] = await places(word);
      expect(latin).toBeLessThan(hebrew);
    }
  });

  it.each([
    ["at a desk", { size: DESKTOP }],
    ["on a phone", { size: PHONE }],
  ])("turn around nothing else, %s", async (_where, look) => {
    const [one, other] = [newPerson("Ann"), newPerson("Eve")];
    const name = `${TURN}${other.name}`;
    const eve = await fixture.backend.join(other.id, name);
    await eve.done("connectRooms", { first_name: name });
    const room_name = `${TURN}Tea`;
    const { _id: room_id } = await eve.done("createGroup", { room_name, recipients: [one.id] });
    const send = async (fields: object) => {
      const message = `${TURN}Hello`;
      return (await eve.done("sendMessage", { room_id, message, first_name: name, ...fields }))._id;
    };
    const _id = await send({});
    await send({ reply_message: { _id, seq: 1, sender_id: other.id, message: `${TURN}Hello` } });
    await eve.done("pinMessage", { room_id, _id, pin_message: true });
    await eve.done("reactMessage", { room_id, message_id: _id, reaction: "👍", on: true });

    const ann = await fixture.open({ ...look, path: `/?as=${one.name}#/room/${String(room_id)}` });
    await ann.page.locator(".reactions").waitFor();
    await eve.done("typing", { room_id });
    await ann.sees("is typing…");
    expect(await ann.page.locator(`bdi:text("${TURN}")`).count()).toBeGreaterThan(3);
    await isTidy(ann);
    await ann.say("Mine");
    await eve.done("messageSeen", { room_id, seq: 3 });
    await ann.sees(/^Seen by/);
    await ann.button("1 pinned message").click();
    await ann.page.getByRole("dialog").getByText("Pinned by").waitFor();
    await isTidy(ann);
    await ann.page.keyboard.press("Escape");
    await ann.button("2 members").click();
    await ann.page.getByRole("dialog", { name: "Members of" }).locator(".person").nth(1).waitFor();
    await isTidy(ann);
    await ann.page.keyboard.press("Escape");
    await ann.page.evaluate("location.hash = ''");
    for (const dialog of ["New message", "New group"]) {
      await ann.button(dialog).click();
      await ann.page.getByRole("dialog", { name: dialog }).getByText(TURN).first().waitFor();
      await isTidy(ann);
      await ann.page.keyboard.press("Escape");
    }
    await eve.done("removeMember", { room_id, user_id: one.id });
    await ann.sees("removed you from");
    await isTidy(ann);
    await eve.leave();
  });
});
