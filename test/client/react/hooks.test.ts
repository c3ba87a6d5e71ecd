// The hooks in a document, with React's own `act`: what they show, and how often each component renders.

import { parseHTML } from "linkedom";
import { act, createElement, StrictMode, type FunctionComponent, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  ChatProvider,
  useChatStore,
  useConnection,
  useDraft,
  useMembers,
  useMessages,
  useName,
  usePins,
  useReads,
  useRoom,
  useRooms,
  useTyping,
  useUnread,
} from "../../../client/react/index.ts";
import type { ChatStore, Conversation } from "../../../client/store/index.ts";
import {
  answerLoads,
  listed,
  listing,
  message,
  page,
  seen,
  settle,
  textOf,
} from "../store/samples.ts";

interface Page {
  querySelector(selector: string): { readonly textContent: string } | null;
}

/** linkedom's own types need the types of a browser. */
const parse = parseHTML as (html: string) => { window: object; document: Page };

const globals = globalThis as Record<string, unknown>;
let root: Root;
let container: Page;
let renders: Record<string, number>;

beforeEach(() => {
  const { window, document } = parse("<!doctype html><main></main>");
  Object.assign(globals, { window, document, IS_REACT_ACT_ENVIRONMENT: true });
  container = document;
  root = createRoot(document.querySelector("main") as never);
  renders = {};
});
afterEach(async () => {
  await act(async () => {
    root.unmount();
    await settle();
  });
  Object.assign(globals, { window: undefined, document: undefined });
});

/** A component that shows the value of a hook, and counts its renders. */
const showing =
  (name: string, use: () => unknown): FunctionComponent =>
  () => {
    renders[name] = (renders[name] ?? 0) + 1;
    return createElement("p", { id: name }, JSON.stringify(use()));
  };

const shown = (name: string): unknown =>
  JSON.parse(container.querySelector(`#${name}`)?.textContent ?? "null");

async function show(store: ChatStore, parts: Record<string, () => unknown>): Promise<void> {
  const children = Object.entries(parts).map(([name, use]) =>
    createElement(showing(name, use), { key: name }),
  );
  await act(async () => {
    root.render(createElement(ChatProvider, { store, children }));
    await settle();
  });
}

/** The components that rendered during `happen`, and how often. */
async function rendered(happen: () => unknown): Promise<Record<string, number>> {
  renders = {};
  await act(async () => {
    await happen();
    await settle();
  });
  return renders;
}

it("renders each component once for a change of its own data, and for no other", async () => {
  const { chat, store } = await listing([listed(), listed({ _id: "cake", room_name: "Cake" })]);
  const tea = { room_id: "tea" };
  await show(store, {
    connection: () => useConnection().state,
    rooms: () => useRooms().rooms.map(({ room_id }) => room_id),
    tea: () => useRoom({ room_id: "tea" })?.info.room_name,
    cake: () => useRoom("cake")?.info.room_name,
    messages: () => useMessages({ room_id: "tea" }).messages.map(textOf),
    typing: () => useTyping(tea),
    unread: () => useUnread(),
    unreadTea: () => useUnread(tea),
    unreadCake: () => useUnread("cake"),
    reads: () => [...(useReads("tea") ?? [])],
    members: () => useMembers("tea")?.length,
    pins: () => usePins("tea")?.length,
    draft: () => useDraft("tea")[0]?.text,
    name: () => useName("bob"),
  });
  expect(shown("rooms")).toEqual(["tea", "cake"]);
  await act(async () => {
    await answerLoads(chat, { messages: [message(1)] });
  });
  expect(shown("messages")).toEqual(["No. 1"]);

  const typing = { room_id: "tea", user_id: "bob", message: "" };
  expect(
    await rendered(() => {
      chat.tell("typing", typing);
    }),
  ).toEqual({ typing: 1 });
  expect(shown("typing")).toEqual(["bob"]);

  const all = { rooms: 1, tea: 1, messages: 1, unread: 1, unreadTea: 1 };
  expect(
    await rendered(() => {
      chat.tell("message", message(2));
      chat.tell("message", message(3));
    }),
  ).toEqual({ ...all, reads: 1 });
  expect([shown("unread"), shown("unreadTea"), shown("unreadCake")]).toEqual([3, 3, 0]);

  // The room's name has changed, which the conversation shows as an event between its messages.
  const renamed = { room_id: "tea", room_name: "Chai", user_id: "bob", rev: 4, updated_at: "" };
  expect(
    await rendered(() => {
      chat.tell("room_updated", renamed);
    }),
  ).toEqual({ rooms: 1, tea: 1, messages: 1 });
  expect(
    await rendered(() => {
      chat.tell("seen", seen("bob", 3));
    }),
  ).toEqual({});
  expect(
    await rendered(() => {
      chat.tell("seen", seen("cid", 3));
    }),
  ).toEqual({ reads: 1 });
  expect(
    await rendered(() => {
      chat.go("offline");
    }),
  ).toEqual({ connection: 1 });
  expect(shown("connection")).toBe("offline");
  expect(
    await rendered(() => {
      store.setDraft("tea", { text: "H" });
    }),
  ).toEqual({ draft: 1 });
  expect(
    await rendered(() => {
      store.suggestName("bob", "Bobby");
    }),
  ).toEqual({});
  expect(
    await rendered(() => {
      store.suggestName("zoe", "Zoe");
    }),
  ).toEqual({});
  expect(shown("name")).toBe("BOB");
});

it("opens a conversation while its messages are shown, and follows the one that is named", async () => {
  const { chat, store } = await listing([listed(), listed({ _id: "cake" })]);
  const Chosen: FunctionComponent<{ conversation: Conversation }> = ({ conversation }) => {
    const { messages, status } = useMessages(conversation);
    return createElement("p", { id: "chosen" }, JSON.stringify([status, messages.length]));
  };
  const render = (conversation: Conversation): ReactNode =>
    createElement(
      StrictMode,
      null,
      createElement(ChatProvider, { store, children: createElement(Chosen, { conversation }) }),
    );
  const go = (conversation: Conversation): void => {
    root.render(render(conversation));
  };
  await rendered(() => {
    go("tea");
  });
  expect(chat.all("getMessages")).toEqual([{ room_id: "tea", limit: 40, events: true }]);
  await act(() => answerLoads(chat, { messages: [message(1)] }));
  expect(shown("chosen")).toEqual(["loaded", 1]);
  await rendered(() => {
    go({ room_id: "tea" });
  });
  expect(chat.all("getMessages")).toHaveLength(1);
  await rendered(() => {
    go({ room_id: "cake" });
  });
  expect(shown("chosen")).toEqual(["loading", 0]);
  await act(() => chat.answer("getMessages", page([message(1, { room_id: "cake" })])));
  expect(shown("chosen")).toEqual(["loaded", 1]);
});

it("lets what is typed into a field show in the same turn", async () => {
  const { store } = await listing([listed()]);
  let setDraft: ReturnType<typeof useDraft>[1] = () => undefined;
  await show(store, {
    draft: () => {
      const [draft, set] = useDraft("tea");
      setDraft = set;
      return draft?.text ?? "";
    },
  });
  act(() => {
    setDraft({ text: "Hel" });
  });
  expect(shown("draft")).toBe("Hel");
});

it("throws a clear error without a provider", () => {
  const Lost = () => {
    useChatStore();
    return null;
  };
  expect(() => {
    act(() => {
      root.render(createElement(Lost));
    });
  }).toThrow("There is no <ChatProvider> around this component.");
});
