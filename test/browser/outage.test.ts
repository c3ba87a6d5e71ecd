import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { endAll, start, type Program } from "../bin/program.ts";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import type { Window } from "./window.ts";

const texts = ({ page }: Window): Promise<string[]> =>
  page.locator(".bubble .text").allInnerTexts();

describePage("a page without its server", () => {
  const fixture = setUpFixture();
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "parley-page-"));
  });
  afterEach(async () => {
    await endAll();
    await rm(folder, { recursive: true });
  });

  async function meet(url?: string): Promise<Window[]> {
    const [one, other] = [newPerson("Ann"), newPerson("Bob")];
    const options = { outage: true, ...(url !== undefined && { url }) };
    return Promise.all([
      fixture.open({ ...options, path: `/?as=${one.name}#/with/${other.id}` }),
      fixture.open({ ...options, path: `/?as=${other.name}#/with/${one.id}` }),
    ]);
  }

  it("says that it is offline, keeps what is written, and sends it when it is back", async () => {
    const [ann, bob] = (await meet()) as [Window, Window];
    await ann.say("Before");
    await bob.sees("Before");
    await ann.sees("Seen");

    await ann.context.setOffline(true);
    await ann.sees("You are offline.");
    await ann.write("From the tunnel");
    await ann.write("Still in it");
    const waiting = ann.page.getByRole("img", { name: "Waiting for the connection" });
    await expect.poll(() => waiting.count()).toBe(2);
    // No read mark applies to a message that is not sent yet.
    expect(await ann.page.locator(".seen-by").innerText()).toBe("");
    await ann.act("Before", "Edit");
    await ann.composer.fill("Before it");
    await ann.composer.press("Enter");
    await ann.page.getByRole("img", { name: "Being changed" }).waitFor();
    await bob.say("Where are you?");
    await ann.isAccessible();

    await ann.context.setOffline(false);
    await ann.page.getByText("You are offline.").waitFor({ state: "detached" });
    await bob.sees("Still in it");
    await bob.sees("Before it");
    await ann.sees("Where are you?");
    await waiting.first().waitFor({ state: "detached" });
    const all = ["Before it", "Where are you?", "From the tunnel", "Still in it"];
    expect(await texts(ann)).toEqual(all);
    expect(await texts(bob)).toEqual(all);
  });

  it("goes on after the server was killed and started again, with everything in its place", async () => {
    const dev = (port: string): Program =>
      start("dev.ts", [], { PORT: port, DATA_DIR: join(folder, "data") });
    const ready = async (program: Program): Promise<string> =>
      (await program.line(/^ {2}Chat /)).split(/\s+/)[2] ?? "";
    const first = dev("0");
    const url = await ready(first);
    const [ann, bob] = (await meet(url)) as [Window, Window];
    await ann.say("Before");
    await bob.sees("Before");
    await ann.sees("Seen");

    first.kill("SIGKILL");
    await Promise.all([ann.sees("You are offline."), bob.sees("You are offline.")]);
    await ann.write("Meanwhile");
    await bob.write("Meanwhile, too");

    await ready(dev(new URL(url).port));
    await bob.message(/^You: Meanwhile, too/).waitFor();
    await Promise.all([ann.sees("Meanwhile, too"), bob.message(/: Meanwhile\s*\d/).waitFor()]);
    await ann.page.locator(".unsettled").first().waitFor({ state: "detached" });
    await bob.page.locator(".unsettled").first().waitFor({ state: "detached" });
    await ann.say("After");
    await bob.sees("After");
    expect(await texts(ann)).toEqual(await texts(bob));
    expect(await texts(ann)).toHaveLength(4);
  });
});
