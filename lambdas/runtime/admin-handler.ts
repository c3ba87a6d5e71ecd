// Handles an operator's command: validates it, runs it as the system, logs one line.

import type { Context } from "aws-lambda";
import type { AdminCommand, AdminContext } from "../admin/command.ts";
import { COMMANDS, isCommandName } from "../admin/commands.ts";
import { badField, ChatError } from "../chat/errors.ts";
import type { Files } from "../chat/files.ts";
import type { FanOutQueue } from "../chat/fan-out-queue.ts";
import { storeOfSystem, SYSTEM } from "../chat/system.ts";
import type { Close } from "../delivery/close.ts";
import type { Post } from "../delivery/post.ts";
import { records } from "../store/records.ts";
import { isUnavailable } from "../http/unavailable.ts";
import { dispatch } from "./dispatch.ts";
import type { PublishUntil } from "./event-bus.ts";
import { log } from "./log.ts";
import { validated } from "./payload.ts";
import { userStore, table } from "./user-store.ts";
import { openRequest } from "./request.ts";
import { storeWithin } from "./services.ts";
import { timeLimit } from "./time-limit.ts";

/** The time reserved for one step of a command: no step begins with less time left. */
const STEP_MS = 12_000;

interface Resources {
  readonly post: Post;
  readonly close: Close;
  readonly queue: FanOutQueue;
  readonly files: Files;
  readonly publish: PublishUntil | undefined;
}

type Response = { result: object } | { error: { code: string; message: string } };

/** The handler of the commands in admin/commands.ts. Throws unexpected errors: Lambda marks such a response. */
export const adminHandler =
  ({ post, close, queue, files, publish }: Resources) =>
  async (
    event: unknown,
    { getRemainingTimeInMillis }: Pick<Context, "getRemainingTimeInMillis">,
  ): Promise<Response> => {
    const started = Date.now();
    const line: Record<string, unknown> = {};
    const limit = timeLimit(started, getRemainingTimeInMillis() - 1_000);
    const store = storeOfSystem(storeWithin(limit.signal));
    const request = openRequest(SYSTEM, store, limit.deadline, files);
    try {
      const { command, payload } = parse(event);
      Object.assign(line, { command: command.name, ...namesIn(payload) });
      const context: AdminContext = {
        request,
        users: userStore,
        records: records(table),
        close,
        async deliver(outcome) {
          const forget = (user: string, id: string) => userStore.forget(user, id, Date.now());
          await dispatch(outcome, JSON.stringify(outcome.data), request, {
            post,
            queue,
            forget,
            publish,
          });
        },
        hasTime: () => Date.now() < limit.deadline - STEP_MS,
      };
      const result = await command.run(payload, context);
      log("info", "admin", { ...line, ms: Date.now() - started });
      return { result };
    } catch (error) {
      const ms = Date.now() - started;
      if (error instanceof ChatError) {
        log("info", "admin", { ...line, code: error.code, ms });
        return { error: { code: error.code, message: error.message } };
      }
      log("error", "admin", { ...line, error, ms });
      if (isUnavailable(error)) {
        return { error: { code: "UNAVAILABLE", message: "The table is busy. Try again." } };
      }
      throw error;
    } finally {
      await request.flush();
      limit.clear();
    }
  };

function parse(event: unknown): { command: AdminCommand; payload: unknown } {
  const { command: name, ...fields } = Object(event) as Record<string, unknown>;
  if (!isCommandName(name)) {
    throw badField("command", `must be one of ${Object.keys(COMMANDS).join(", ")}`);
  }
  const command: AdminCommand = COMMANDS[name];
  return { command, payload: validated(command.payload, fields) };
}

// The user and the room of the command, for the log. No message text is logged.
function namesIn(payload: unknown): Record<string, unknown> {
  const { user_id: user, room_id: room } = payload as Record<string, unknown>;
  return { ...(user !== undefined && { user }), ...(room !== undefined && { room }) };
}
