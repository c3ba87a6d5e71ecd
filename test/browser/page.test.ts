import { expect, it } from "vitest";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import { DESKTOP, PHONE, type Look } from "./window.ts";

const LOOKS: Look[] = [PHONE, DESKTOP].flatMap((size) => [
  { size, colorScheme: "light" as const },
  { size, colorScheme: "dark" as const },
]);

describePage("the page", () => {
  const fixture = setUpFixture();

  it.each(LOOKS)("lets everybody in, and lets everybody use it: %o", async (look) => {
    const { page, isAccessible, sees } = await fixture.open(look);
    await page.getByRole("heading", { name: "Parley" }).waitFor();
    await isAccessible();
    await page.getByLabel("Or somebody else").fill(newPerson("Zoë").name);
    await page.getByRole("button", { name: "Sign in" }).click();
    await sees("No conversations yet.");
    await isAccessible();
    await page.getByRole("button", { name: "New group" }).click();
    await isAccessible();
  });

  it("signs in the chosen user, keeps them through a reload, and signs them out", async () => {
    const { page, sees } = await fixture.open();
    await page.getByRole("button", { name: "Dora" }).click();
    await sees("Hello, Dora");
    await page.reload();
    await sees("Hello, Dora");
    await page.getByRole("button", { name: "Sign out" }).click();
    await sees("Who would you like to be?");
    await page.reload();
    await sees("Who would you like to be?");
  });

  it("is two people in two tabs of one browser", async () => {
    const [ann, bob] = [newPerson("Ann"), newPerson("Bob")];
    const { page, context, sees } = await fixture.open({ path: `/?as=${ann.name}` });
    await sees(`Hello, ${ann.name}`);
    const tab = await context.newPage();
    await tab.goto(new URL(`/?as=${bob.name}`, page.url()).href);
    await tab.getByText(`Hello, ${bob.name}`).waitFor();
    await page.reload();
    await sees(`Hello, ${ann.name}`);
    await tab.close();
  });

  it("says so if a name cannot be had", async () => {
    const { page, sees, console } = await fixture.open();
    await page.getByLabel("Or somebody else").fill("Message");
    await page.getByRole("button", { name: "Sign in" }).click();
    await sees(/^Nobody can be called that here/);
    await page.getByLabel("Or somebody else").fill("李雷");
    await page.getByRole("button", { name: "Sign in" }).click();
    await sees("Hello, 李雷");
    // The browser itself writes this line for the answer 400. A page cannot prevent it.
    expect(console.splice(0)).toEqual([expect.stringContaining("status of 400")]);
  });

  it("says so too if a link names somebody who cannot be", async () => {
    const { page, sees, console } = await fixture.open({ path: "/?as=typing#/with/ann" });
    await sees(/^Nobody can be called that here/);
    await page.getByLabel("Or somebody else").waitFor();
    expect(console.splice(0)).toEqual([expect.stringContaining("status of 400")]);
  });

  it("leads nobody to a conversation with themselves", async () => {
    const ann = newPerson("Ann");
    const { button, composer, sees } = await fixture.open({
      path: `/?as=${ann.name}#/with/${ann.id}`,
    });
    await sees("That is you. Write to somebody else.");
    await button("Dismiss").click();
    expect(await composer.count()).toBe(0);
  });

  it("says in words why something was refused", async () => {
    const { page, room, sees, write } = await fixture.open({
      path: `/?as=${newPerson("Ann").name}#/with/typing`,
    });
    await write("Hello");
    await sees("Not sent. It has to be somebody else, by a name that people can have.");
    await page.getByRole("button", { name: "Discard" }).click();
    expect(await room("typing").count()).toBe(0);
  });

  it("keeps the token, and who signed in, out of its address", async () => {
    const { page, sees } = await fixture.open({ path: `/?as=${newPerson("Ann").name}#/with/bob` });
    await sees("Say hello");
    const { search, hash } = new URL(page.url());
    expect({ search, hash }).toEqual({ search: "", hash: "#/with/bob" });
  });

  it("shows text as text, whatever it looks like", async () => {
    const html = `<img src="x" onerror="document.title = 'run'"><b>bold</b>`;
    const name = encodeURIComponent(html);
    const bob = newPerson("Bob");
    const mallory = await fixture.open({ path: `/?as=${name}#/with/${bob.id}` });
    await mallory.say(html);
    const { page, room, message } = await fixture.open({ path: `/?as=${bob.name}` });
    await room("<img").click();
    expect(await message("<b>bold</b>").locator(".text").innerText()).toBe(html);
    await page.getByRole("heading", { name: html }).waitFor();
    await page.getByRole("button", { name: "2 members" }).click();
    await page.locator(".person", { hasText: html }).waitFor();
    expect(await page.locator("b, img[src='x']").count()).toBe(0);
    expect(await page.title()).not.toBe("run");
  });

  it("keeps what is being written through a reload, and counts what is too much", async () => {
    const [ann, bob] = [newPerson("Ann"), newPerson("Bob")];
    const path = `/?as=${ann.name}#/with/${bob.id}`;
    const { page, composer, say, sees, isStored } = await fixture.open({ path });
    await say("Hello");
    await composer.fill("half a thou");
    await isStored();
    await page.reload();
    await sees("Hello");
    await expect.poll(() => composer.inputValue()).toBe("half a thou");
    await composer.fill("x".repeat(8_025));
    await sees("25 characters too many.");
    expect(await composer.inputValue()).toHaveLength(8_025);
    expect(await page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
    await composer.fill("");
  });

  it("can be used with the keyboard alone", async () => {
    const [ann, bob] = [newPerson("Ann"), newPerson("Bob")];
    const { page, composer, say, sees } = await fixture.open({ path: `/?as=${ann.name}` });
    await sees(`Hello, ${ann.name}`);
    const press = (key: string): Promise<void> => page.keyboard.press(key);
    const focused = (): Promise<string> =>
      page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.innerText");

    await press("Tab");
    expect(await focused()).toBe("New message");
    await press("Enter");
    await page.getByRole("dialog").waitFor();
    await press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await focused()).toBe("New message");
    await press("Enter");
    // The dialog opens with the focus in its first field.
    await page.locator("input:focus").waitFor();
    await page.keyboard.type(bob.name);
    await press("Enter");
    await sees("Say hello");
    expect(await composer.evaluate("document.activeElement.id")).toBe("composer");

    await say("one");
    await say("two");
    await press("Shift+Tab");
    expect(await focused()).toBe("Attach a file");
    // All messages and their buttons are a single stop of the Tab key.
    await press("Shift+Tab");
    expect(await focused()).toContain("two");
    await press("ArrowUp");
    expect(await focused()).toContain("one");
    for (const name of ["React", "Reply", "Pin"]) {
      await press("ArrowRight");
      expect(await focused()).toBe(name);
    }
    await press("Enter");
    await page.getByRole("img", { name: "Pinned" }).waitFor();
    await press("ArrowRight");
    expect(await focused()).toBe("Edit");
    await press("Escape");
    expect(await focused()).toContain("one");
  });
});
