// One user's evening: what is typed becomes requests, what arrives becomes lines.
import { randomUUID } from "node:crypto";
import type { Settings } from "./arguments.ts";
import { Chat } from "./chat.ts";
import { HELP, parseCommand, type Command } from "./commands.ts";
import { Connection } from "./connection.ts";
import { format, roomLine } from "./format.ts";
import { frameReader, type Frame } from "./news.ts";
import { Mistake, requestFor, type Request } from "./request.ts";
import { Refused } from "./socket.ts";
import { getToken, userIdOf } from "./token.ts";

/** A request is sent this often before it is given up; each time, the connection was lost before the reply. */
const ATTEMPTS = 3;

export interface SessionOptions {
  settings: Settings;
  show: (text: string) => void;
  /** The connection is lost, and not to be had again. */
  onRefused: (reason: unknown) => void;
}

export class Session {
  readonly chat: Chat;
  readonly #options: SessionOptions;
  readonly #read: (text: string) => Frame;
  #connection: Connection | undefined;
  /** The requests whose replies are being waited for, oldest first, and which of them were written by hand. */
  readonly #awaited = new Map<string, { isRaw: boolean }>();

  /** @throws UsageError if the settings do not say who this is */
  constructor(options: SessionOptions) {
    const { settings } = options;
    const userId = userIdOf(settings);
    this.chat = new Chat(userId, settings.kind === "local" ? settings.name : undefined);
    this.#options = options;
    this.#read = frameReader(userId);
  }

  /** Connects and lists the rooms. @throws CannotConnect */
  async open(): Promise<void> {
    const { settings, show, onRefused } = this.#options;
    this.#connection = await Connection.open({
      url: settings.webSocketUrl,
      getToken: () => getToken(settings),
      onFrame: (text) => this.#receive(text),
      onStatus: show,
      onReconnected: () => void this.#listRooms().catch(() => undefined),
      onRefused,
    });
    await this.#listRooms();
  }

  /** Does what a line says, and waits for the reply. Returns false if it says to quit. */
  async follow(line: string): Promise<boolean> {
    const command = parseCommand(line);
    if (command.kind === "quit") return false;
    try {
      await this.#do(command);
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      this.#options.show(error.message);
    }
    return true;
  }

  async close(): Promise<void> {
    await this.#connection?.close();
  }

  async #do(command: Exclude<Command, { kind: "quit" }>): Promise<void> {
    if (command.kind === "nothing") return;
    if (command.kind === "help") this.#options.show(HELP);
    else if (command.kind === "mistake") this.#options.show(command.message);
    else if (command.kind === "room") this.#go(command.which);
    else if (command.kind === "raw") await this.#sendRaw(command.text);
    else if (command.kind === "rooms") await this.#listRooms();
    else await this.#send(requestFor(command, this.chat));
  }

  #go(which: string): void {
    const room = this.chat.find(which);
    if (!room) throw new Mistake(`There is no room ${which}. /rooms lists yours.`);
    this.chat.current = room;
    this.#options.show(roomLine(this.chat, room));
  }

  async #listRooms(): Promise<void> {
    const { firstName } = this.chat;
    await this.#send({ action: "connectRooms", ...(firstName && { first_name: firstName }) });
  }

  async #send(request: Request): Promise<void> {
    const key = randomUUID();
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const outcome = await this.#exchange(JSON.stringify({ ...request, request_id: key }), key);
      if (outcome === "answered") return;
      if (outcome === "timeout") break;
    }
    this.#options.show(`! No reply to ${request.action}. Whether it was done is not known.`);
  }

  /** As it is, once: nobody knows whether it may be repeated. */
  async #sendRaw(text: string): Promise<void> {
    const outcome = await this.#exchange(text, randomUUID(), true);
    if (outcome !== "answered") this.#options.show("! No reply. Whether it was done is not known.");
  }

  async #exchange(text: string, key: string, isRaw = false) {
    if (!this.#connection) throw new Error("The session is not open.");
    this.#awaited.set(key, { isRaw });
    return this.#connection.request(text, key).finally(() => this.#awaited.delete(key));
  }

  /** Returns the key of the request that the frame answers. */
  #receive(text: string): string | undefined {
    const frame = this.#read(text);
    const { news } = frame;
    if (news.kind === "error" && news.data.code === "TOKEN_EXPIRED") {
      if (this.#options.settings.kind === "local") void this.#connection?.renew();
      else
        this.#options.onRefused(new Refused("The token has run out. Start again with a new one."));
      return undefined;
    }
    const { isRepeat, entered } = this.chat.apply(frame);
    if (!isRepeat) this.#options.show(format(news, this.chat, entered));
    return this.#answeredBy(frame);
  }

  /** A reply that names no request is taken for the oldest's. So is any frame, if that was written by hand. */
  #answeredBy({ news, requestId, isOfGateway }: Frame): string | undefined {
    const [oldest] = this.#awaited;
    const isNameless = requestId === undefined && (isOfGateway || news.kind === "error");
    return oldest && (oldest[1].isRaw || isNameless) ? oldest[0] : requestId;
  }
}
