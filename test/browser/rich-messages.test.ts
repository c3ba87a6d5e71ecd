// The contents of a message besides plain text: Markdown, quotes, reactions, pictures and files, at both sizes.

import { it } from "vitest";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import { DESKTOP, PHONE, type Window } from "./window.ts";

/** A blue picture of 8 × 6 pixels. */
const PICTURE = {
  name: "kiln.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAEElEQVR4nGNgaPiPHQ2kBADb4kfR5mt6kQAAAABJRU5ErkJggg==",
    "base64",
  ),
};

describePage("messages that hold more than words", () => {
  const fixture = setUpFixture();

  it.each([
    ["at a desk", { size: DESKTOP, colorScheme: "dark" as const }],
    ["on a phone", { size: PHONE }],
  ])("are written, shown and answered %s", async (_where, look) => {
    const [one, other] = [newPerson("Ann"), newPerson("Bob")];
    const open = (me: typeof one, you: typeof one): Promise<Window> =>
      fixture.open({ ...look, path: `/?as=${me.name}#/with/${you.id}` });
    const [ann, bob] = await Promise.all([open(one, other), open(other, one)]);
    const first = ({ page }: Window) => page.locator("[data-message]").first();
    await ann.composer.fill("Look at **this**: https://example.com/kiln");
    await ann.composer.press("Enter");
    await bob.page.getByRole("link", { name: "https://example.com/kiln", exact: true }).waitFor();
    await bob.page.locator("strong", { hasText: /^this$/ }).waitFor();
    await bob.act("example.com", "Reply");
    await bob.say("I see");
    await ann.message("I see").locator(".quote").click();
    await ann.page.locator("[data-message]:focus", { hasText: "Look at this" }).waitFor();

    await bob.act("Look at this", "React");
    await bob.button("React with 🎉").click();
    await first(ann).getByRole("button", { name: /^🎉 1/ }).click();
    await first(bob).getByRole("button", { name: /^🎉 2/ }).waitFor();

    const recipe = { name: "recipe.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(340) };
    await ann.page.locator("input[type=file]").setInputFiles([PICTURE, recipe]);
    await ann.button("Remove kiln.png").waitFor();
    await ann.button("Remove recipe.pdf").waitFor();
    await ann.say("The kiln");
    await bob.page.getByRole("img", { name: "kiln.png" }).waitFor();
    await bob.button("recipe.pdf 340 B").waitFor();
    await bob.isAccessible();
  });
});
