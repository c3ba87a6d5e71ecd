import { expect, it } from "vitest";
import { describePage, setUpFixture } from "./fixture.ts";

const { SCREENSHOT } = process.env;
/** The width of a page of documentation, with enough pixels for a high-density screen. */
const LOOK = { size: { width: 1040, height: 640 }, scale: 1.5 };
const FILE = "docs/images/chat.png";

describePage("the README's picture", () => {
  const fixture = setUpFixture();

  it(`can be made, and is made anew, as ${FILE}, where SCREENSHOT=1 asks for it`, async () => {
    const { backend } = fixture;
    const names = ["Ann", "Bob", "Cid", "Dora"];
    const [ann, bob, cid, dora] = await Promise.all(
      names.map((name) => backend.join(name.toLowerCase(), name)),
    );
    if (!ann || !bob || !cid || !dora) throw new Error("Somebody is missing.");
    await dora.done("sendNewMessage", { recipient_id: "ann", message: { message: "Thank you!" } });
    const group = { room_name: "Thursday pottery", recipients: ["bob", "cid", "dora"] };
    const { _id: room_id } = await ann.done("createGroup", group);
    await cid.done("sendMessage", { room_id, message: "I bring the plum cake", first_name: "Cid" });
    await dora.done("sendMessage", { room_id, message: "Then I am in!", first_name: "Dora" });

    const hers = await fixture.open({ ...LOOK, path: "/?as=ann#/with/bob" });
    const his = await fixture.open({ path: "/?as=bob#/with/ann" });
    await hers.say("Morning! Did the kiln survive the night?");
    await his.sees("Did the kiln");
    await his.say("It did. 1,240° and holding");
    await his.say("Open it before noon and I will not be responsible for the glaze");
    await hers.sees("responsible");
    await hers.say("Noon, then. I bring the big gloves");
    await hers.say("There are twelve bowls in there, and a lid that never fitted anything");
    await his.sees("never fitted");
    await his.say("Then it is about time that it met the thirteenth");
    await his.act("twelve bowls", "Pin");
    await hers.sees("thirteenth");
    await hers.say("Ha. Coffee first?");
    await hers.sees("Seen");
    await his.composer.pressSequentially("Al");
    await hers.sees("Bob is typing…");
    // A wide message too has its buttons beside it, so they add no height between two messages.
    const [upper, lower] = await Promise.all(
      ["big gloves", "twelve bowls"].map((text) => hers.message(text).boundingBox()),
    );
    expect(Number(lower?.y) - Number(upper?.y) - Number(upper?.height)).toBeLessThan(8);
    await hers.page.screenshot(SCREENSHOT ? { path: FILE } : {});
    expect(await hers.page.locator(".room").count()).toBe(3);
  });
});
