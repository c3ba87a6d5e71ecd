// Accessibility of everything that the page shows, in both themes, at both sizes: axe finds no violation.

import { it } from "vitest";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import { DESKTOP, PHONE, type Look, type Window } from "./window.ts";

/** Each size once and each theme once, not all four pairs: a theme changes only colours, a size changes none. */
const LOOKS: Look[] = [
  { size: PHONE, colorScheme: "dark" },
  { size: DESKTOP, colorScheme: "light" },
];

describePage("everything that the page shows", () => {
  const fixture = setUpFixture();

  /** Opens the page as Ann, who owns a group with Bob. Bob wrote its last message. */
  async function scene(look: Look) {
    const [one, other] = [newPerson("Ann"), newPerson("Bob")];
    const [early, bob] = await Promise.all([
      fixture.backend.join(one.id, one.name),
      fixture.backend.join(other.id, other.name),
    ]);
    const group = { room_name: "Pottery", recipients: [other.id] };
    const { _id: room_id } = await early.done("createGroup", group);
    await early.leave();
    const message = "Is **anybody** at https://example.com/clay, or at `home`?";
    const { _id } = await bob.done("sendMessage", { room_id, message, first_name: other.name });
    await bob.done("pinMessage", { room_id, _id, pin_message: true });
    await bob.done("reactMessage", { room_id, message_id: _id, reaction: "👍", on: true });
    const ann = await fixture.open({ ...look, outage: true, path: `/?as=${one.name}` });
    await ann.room("Pottery").waitFor();
    return { ann, bob };
  }

  async function dialog(ann: Window, opener: string, act?: () => Promise<void>): Promise<void> {
    await ann.button(opener).first().click();
    await ann.page.getByRole("dialog").waitFor();
    await act?.();
    await ann.isAccessible();
    await ann.page.keyboard.press("Escape");
    await ann.page.getByRole("dialog").waitFor({ state: "detached" });
  }

  it.each(LOOKS)("is usable by everybody: %o", async (look) => {
    const { ann, bob } = await scene(look);
    await ann.isAccessible();
    await dialog(ann, "New message");
    await dialog(ann, "New group");
    for (const theme of ["as on this device", "light", "dark"]) {
      await ann.button(`Theme: ${theme}`).click();
      await ann.isAccessible();
    }
    await ann.room("Pottery").click();
    await ann.say("Nobody");
    await ann.isAccessible();
    await ann.button("Mute this conversation").click();
    await dialog(ann, "1 pinned message");
    await dialog(ann, "2 members", () => ann.button("Leave the group").click());

    await ann.button("Search in this conversation").click();
    await ann.page.getByRole("searchbox", { name: "Search in this conversation" }).fill("any");
    await ann.sees("1 of 1");
    await ann.isAccessible();
    await ann.button("Close the search").click();
    await ann.button("Choose an emoji").click();
    await ann.isAccessible();
    await ann.page.keyboard.press("Escape");
    await ann.act("Nobody", "React");
    await ann.isAccessible();
    await ann.button("Other emoji").click();
    await ann.isAccessible();
    await ann.page.keyboard.press("Escape");
    await ann.act("Is anybody", "Reply");
    await ann.isAccessible();
    await ann.composer.press("Escape");
    await ann.act("Nobody", "Delete");
    await ann.page.getByRole("dialog").waitFor();
    await ann.isAccessible();
    await ann.button("Keep it").click();

    await ann.context.setOffline(true);
    await ann.sees("You are offline.");
    await ann.write("Later");
    await ann.isAccessible();
    await ann.composer.fill("x".repeat(8_001));
    await ann.sees("1 character too many.");
    await ann.isAccessible();
    await ann.composer.fill("");
    await bob.leave();
  });
});
