// docs/coming-from-socket-io.md: its table of the nine events, its frames, and the code that keeps `on` and `emit`.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { WebSocket } from "undici";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { clientFrame } from "../../protocol/frames.ts";
import { startBackend } from "../backend.ts";
import { ORIGINAL_EXAMPLES } from "../../generators/asyncapi/original-examples.ts";
import { codeBlock, codeBlocks } from "./code-blocks.ts";

const PAGE = "coming-from-socket-io.md";
const text = await readFile(new URL(`../../docs/${PAGE}`, import.meta.url), "utf8");

type Listener = (data: Record<string, unknown>) => void;
interface SocketLike {
  on(event: string, listener: Listener): void;
  emit(
    action: string,
    payload: object,
    acknowledge: (error: { code?: string } | null, data?: unknown) => void,
  ): Promise<void>;
}

describe("the page for those who come from Socket.IO", () => {
  it.each(Object.keys(ORIGINAL_EXAMPLES) as ActionName[])("says what %s causes", (name) => {
    const row = text.split("\n").find((line) => line.startsWith(`| \`${name}\``));
    const [, , , now = ""] = row?.split("|") ?? [];
    expect(now).toContain(`\`${ACTIONS[name].event.name}\``);
  });

  it("names every action that the original does not have", () => {
    const added = Object.keys(ACTIONS).filter((name) => !(name in ORIGINAL_EXAMPLES));
    const paragraph = text.match(/^\w+ actions are new: (.+?)\. \[/ms)?.[1] ?? "";
    expect(paragraph.match(/\w+/g)).toEqual(added);
  });

  it.each(codeBlocks(PAGE, "json"))("shows frames that are accepted: %s", (code) => {
    const frame = z.catchall(clientFrame, z.unknown()).parse(JSON.parse(code));
    const { payload } = ACTIONS[frame.action as ActionName];
    expect(payload.safeParse(frame).error).toBeUndefined();
  });

  it("has code that keeps `on` and `emit`, with acknowledgements", async () => {
    const backend = await startBackend();
    const folder = await mkdtemp(join(tmpdir(), "parley-socket-io-"));
    const connectCode = codeBlock("first-client.md", "js", "export async function connect");
    await writeFile(join(folder, "connect.js"), connectCode);
    await writeFile(join(folder, "io.js"), codeBlock(PAGE, "js", "export function io"));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    vi.stubGlobal("WebSocket", WebSocket);
    const { io } = (await import(pathToFileURL(join(folder, "io.js")).href)) as {
      io: (url: string, getToken: () => Promise<string>) => SocketLike;
    };

    const bob = await backend.join("bob");
    const socket = io(backend.server.url, () => backend.server.issuer.sign("ann"));
    const heard: unknown[] = [];
    socket.on("ann", ({ message }) => heard.push(message));
    const acknowledge = vi.fn();
    const first = { recipient_id: "bob", message: { message: "Hi" } };
    await socket.emit("sendNewMessage", first, acknowledge);
    await socket.emit("sendMessage", { room_id: "nowhere", message: "Hi" }, acknowledge);

    expect(heard).toEqual(["Hi"]);
    expect((await bob.heard("bob")).data.message).toBe("Hi");
    expect(acknowledge.mock.calls).toEqual([
      [null, expect.objectContaining({ message: "Hi" })],
      [expect.objectContaining({ code: "FORBIDDEN" })],
    ]);
    await rm(folder, { recursive: true });
    await backend.close();
  });
});
