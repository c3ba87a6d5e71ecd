// The routes of the API, and the permissions of each Lambda: API Gateway's own routes, and one per action.

import type { Grants } from "../protocol/action.ts";
import { ACTIONS } from "../protocol/actions.ts";

export interface Route {
  /** API Gateway's route key. */
  readonly key: string;
  /** Its handler's file in this folder, without `.ts`. */
  readonly file: string;
  /** Whether the handler's result is sent to the caller. */
  readonly twoWay: boolean;
  readonly grants: Grants;
}

/** A route's file is named after its key: `sendMessage` is send-message.ts, `$connect` is connect.ts. */
const fileOf = (key: string): string =>
  key.replace("$", "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const route = (key: string, twoWay: boolean, grants: Grants): Route => ({
  key,
  file: fileOf(key),
  twoWay,
  grants,
});

/** All routes: those that API Gateway defines, then one per action. */
export const ROUTES: readonly Route[] = [
  route("$connect", false, { table: ["GetItem", "UpdateItem"], post: true, close: true }),
  route("$disconnect", false, { table: ["UpdateItem"] }),
  route("$default", true, { table: [] }),
  ...Object.values(ACTIONS).map(({ name, grants }) =>
    // Only charged actions detect a flood and close its connection; actions without table access are not charged.
    route(name, true, grants.table.length > 0 ? { ...grants, close: true } : grants),
  ),
];

/** The Lambda of the fan-out queue. */
export const FAN_OUT: Pick<Route, "file" | "grants"> = {
  file: "fan-out",
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    publish: true,
    enqueue: true,
  },
};

/** The Lambda of an operator's commands. No route leads to it; IAM controls who may invoke it. */
export const ADMIN: Pick<Route, "file" | "grants"> = {
  file: "admin",
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"],
    index: true,
    post: true,
    publish: true,
    close: true,
    enqueue: true,
    // For the files of erased messages. The system uploads no files, so there are none to keep.
    files: ["remove"],
  },
};

/** The file of the authorizer's handler. */
export const AUTHORIZER_FILE = "authorizer";

/** The file of the canary's handler, which only some deployments have. */
export const CANARY_FILE = "canary";

/** The file of each Lambda. */
export const FILES: readonly string[] = [
  ...new Set([...ROUTES, FAN_OUT, ADMIN].map(({ file }) => file)),
  AUTHORIZER_FILE,
  CANARY_FILE,
];
