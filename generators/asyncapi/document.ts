// The protocol as an AsyncAPI 3.0 document. Actions and events are generated from the table of actions. This module
// adds what the table does not contain: the servers and the authentication.

import { readFileSync } from "node:fs";
import { ACTIONS } from "../../protocol/actions.ts";
import type { Action } from "../../protocol/action.ts";
import { allEvents, keyOf, type Event } from "./events.ts";
import { ERROR_KEY, eventKey, GATEWAY_KEY, messagesAndSchemas, requestKey } from "./messages.ts";

const DESCRIPTION = `
The protocol of Parley, a chat over plain WebSockets. Every frame is a text frame that holds one JSON object.

This document describes the **server**, as AsyncAPI has it for an application: it \`receive\`s what clients send, and
\`send\`s what it pushes. A client does the opposite.

- Each request has exactly one reply, on the same connection: the event it caused, or \`error\`. The reply repeats the
  \`request_id\` of the request.
- The same event goes, without \`request_id\`, to every other open connection of every member of the room: a push.
- Some events are named by the receiver's own user id: \`<user_id>\` and \`group_<user_id>\`. For the user \`ann\`
  these are \`ann\` and \`group_ann\`. No user's id is the name of another event.
- Clients ignore the fields and the events that they do not know.

What frames mean, how they are ordered, what may be repeated, and how a connection lives and ends is in words in
\`docs/protocol.md\`, beside this file.
`.trim();

const root = new URL("../../", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
  version: string;
};

const security = ["bearer", "token"].map((scheme) => ({
  $ref: `#/components/securitySchemes/${scheme}`,
}));

const servers = {
  local: {
    host: "localhost:3000",
    protocol: "ws",
    description: "What `npm start` starts. The stage is `local`; `POST /token` gives tokens.",
    security,
  },
  deployed: {
    host: "{api_id}.execute-api.{region}.amazonaws.com",
    protocol: "wss",
    description: "What `npx cdk deploy` creates; it prints the whole URL.",
    variables: {
      api_id: { description: "The id of the WebSocket API.", examples: ["a1b2c3d4e5"] },
      region: { description: "The AWS region.", default: "eu-central-1" },
    },
    security,
  },
};

const securitySchemes = {
  bearer: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description:
      "At the handshake: a JSON Web Token of the backend's issuer. `sub` is the user's id.",
  },
  token: {
    type: "httpApiKey",
    name: "token",
    in: "query",
    description: "The same token in the URL, for browsers, whose WebSocket cannot set a header.",
  },
};

const CHANNEL = "#/channels/chat";
const channel = { $ref: CHANNEL };
const inChannel = (key: string) => ({ $ref: `${CHANNEL}/messages/${key}` });

const WHO_GETS_IT = {
  caller: "The event goes to the caller alone.",
  room: "The event goes to the caller as the reply, and to every other connection of the members as a push.",
};

const requestOperation = ({ name, summary, event, also, to }: Action) => ({
  action: "receive",
  channel,
  title: name,
  summary,
  description: `${WHO_GETS_IT[to]}${also ? ` The users whom it concerns get \`${also.name}\` instead.` : ""}`,
  messages: [inChannel(requestKey(name))],
  reply: {
    channel,
    messages: [eventKey(event.name), ERROR_KEY, GATEWAY_KEY].map(inChannel),
  },
});

const pushOperation = ({ name, causes }: Event) => ({
  action: "send",
  channel,
  title: `${name}, pushed`,
  summary: `Pushed to other connections, after ${causes.join(" or ")}. Without request_id.`,
  messages: [inChannel(eventKey(name))],
});

/** Returns the document, the same in every run. Throws if an event has no example or an example violates its schema. */
export function asyncApiDocument() {
  const { messages, schemas } = messagesAndSchemas();
  const requests = Object.values<Action>(ACTIONS).map(
    (action) => [action.name, requestOperation(action)] as const,
  );
  const pushes = allEvents()
    .filter((event) => event.pushed)
    .map((event) => [`push${keyOf(event.name)}`, pushOperation(event)] as const);
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Parley",
      version,
      description: DESCRIPTION,
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    defaultContentType: "application/json",
    servers,
    channels: {
      chat: {
        address: "/{stage}",
        title: "One connection",
        description: "A WebSocket of one user. All frames go through it, in both directions.",
        parameters: {
          stage: { description: "The deployment's stage.", default: "local" },
        },
        messages: Object.fromEntries(
          Object.keys(messages).map((key) => [key, { $ref: `#/components/messages/${key}` }]),
        ),
        bindings: { ws: { method: "GET", bindingVersion: "0.1.0" } },
      },
    },
    operations: Object.fromEntries([...requests, ...pushes]),
    components: {
      messages,
      schemas,
      securitySchemes,
      correlationIds: {
        requestId: {
          description: "Chosen by the client for one request. Only the reply has the same id.",
          location: "$message.payload#/request_id",
        },
      },
    },
  };
}
