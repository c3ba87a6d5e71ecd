// Drafts of a message, an answer and an edit: each survives reloads and switches of the conversation, at both sizes.

import { expect, it } from "vitest";
import { PATIENT } from "../patience.ts";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import { DESKTOP, PHONE, type Look, type Window } from "./window.ts";

const LOOKS = [
  ["at a desk", { size: DESKTOP }],
  ["on a phone", { size: PHONE, colorScheme: "dark" as const }],
] as const;

describePage("what is being written", () => {
  const fixture = setUpFixture();

  async function talk(look: Look) {
    const [one, other] = [newPerson("Ann"), newPerson("Bob")];
    const ann = await fixture.open({ ...look, path: `/?as=${one.name}#/with/${other.id}` });
    await ann.say("Teh kettle");
    return { ann, name: one.name, other };
  }

  async function hasAfterReload(window: Window, text: string): Promise<void> {
    const { page, composer, message, isStored } = window;
    await isStored();
    await page.reload();
    await message("Teh kettle").waitFor();
    await expect.poll(() => composer.inputValue()).toBe(text);
  }

  it.each(LOOKS)("is an edit, through a reload and a switch, %s", async (_where, look) => {
    const { ann, other } = await talk(look);
    await ann.composer.fill("A new one");
    await ann.act("Teh kettle", "Edit");
    await ann.composer.fill("The kett");
    await hasAfterReload(ann, "The kett");
    await ann.sees("Editing your message");

    await ann.page.evaluate("location.hash = '#/with/somebody-else'");
    await ann.page.getByRole("heading", { name: "somebody-else" }).waitFor();
    expect(await ann.composer.inputValue()).toBe("");
    await ann.page.goBack();
    await ann.page.getByRole("heading", { name: other.id }).waitFor();
    expect(await ann.composer.inputValue()).toBe("The kett");
    await ann.composer.fill("The kettle");
    await ann.composer.press("Enter");
    await ann.message("The kettle").getByText("edited").waitFor();
    expect(await ann.composer.inputValue()).toBe("A new one");
  });

  it.each(LOOKS)("is an answer, through a reload, %s", async (_where, look) => {
    const { ann } = await talk(look);
    await ann.act("Teh kettle", "Reply");
    await ann.composer.fill("It sings");
    await hasAfterReload(ann, "It sings");
    await ann.sees("Answering");
    await ann.composer.press("Enter");
    await ann.message("It sings").getByRole("button", { name: "In answer to" }).waitFor();
    await ann.page.getByText("Answering").waitFor({ state: "detached" });
  });

  it.each(LOOKS)("is the same in a second tab, whichever is written in, %s", async (_, look) => {
    const { ann, name, other } = await talk(look);
    await ann.composer.fill("In the fir");
    const tab = await ann.context.newPage();
    await tab.goto(new URL(`/?as=${name}#/with/${other.id}`, ann.page.url()).href);
    const composer = tab.getByRole("textbox", { name: /^(Message|Edit)/ });
    await expect.poll(() => composer.inputValue(), PATIENT).toBe("In the fir");
    await composer.pressSequentially("st, then the second");
    await expect
      .poll(() => ann.composer.inputValue(), PATIENT)
      .toBe("In the first, then the second");
    await ann.act("Teh kettle", "Edit");
    await ann.composer.fill("The kettle");
    await tab.getByText("Editing your message").waitFor();
    await expect.poll(() => composer.inputValue(), PATIENT).toBe("The kettle");
    await composer.press("Enter");
    await ann.message("The kettle").getByText("edited").waitFor();
    expect(await ann.composer.inputValue()).toBe("In the first, then the second");
    await ann.composer.press("Enter");
    await tab.locator(".bubble", { hasText: "In the first" }).waitFor();
    await expect.poll(() => composer.inputValue(), PATIENT).toBe("");
    await tab.close();
  });
});
