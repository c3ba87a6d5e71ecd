// `npm run admin`: its arguments, its output, its exit codes, and what it says if the function cannot be invoked.

import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { Uint8ArrayBlobAdapter } from "@smithy/core/serde";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { admin } from "../../admin/cli.ts";
import { freePort } from "../../bench/servers/free-port.ts";

const lambda = mockClient(LambdaClient);
const printed: string[] = [];
const complained: string[] = [];
const AWS = { ADMIN_FUNCTION: "Parley-dev-admin" };

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation((line: string) => printed.push(line));
  vi.spyOn(console, "error").mockImplementation((line: string) => complained.push(line));
});
afterEach(() => {
  lambda.reset();
  printed.length = complained.length = 0;
  vi.restoreAllMocks();
});

const payload = (answer: unknown) => ({
  Payload: Uint8ArrayBlobAdapter.fromString(
    typeof answer === "string" ? answer : JSON.stringify(answer),
  ),
});
const sent = (): unknown[] =>
  lambda.commandCalls(InvokeCommand).map(({ args: [{ input }] }) => ({
    ...input,
    Payload: JSON.parse(new TextDecoder().decode(input.Payload as Uint8Array)) as unknown,
  }));

it("invokes the function with the command and its fields, and prints the result", async () => {
  lambda.on(InvokeCommand).resolves(payload({ result: { banned: true } }));
  expect(await admin(["ban-user", "--user_id", "ann"], AWS)).toBe(0);
  expect(sent()).toEqual([
    { FunctionName: "Parley-dev-admin", Payload: { command: "ban-user", user_id: "ann" } },
  ]);
  expect(printed).toEqual(['{"banned":true}']);
});

it("invokes a long command with its cursor until it is done, and prints each line", async () => {
  lambda
    .on(InvokeCommand)
    .resolvesOnce(payload({ result: { lines: [{ n: 1 }, { n: 2 }], done: false, cursor: "c" } }))
    .resolvesOnce(payload({ result: { lines: [{ n: 3 }], done: true } }));
  expect(await admin(["export-user", "--user_id", "ann", "--function", "other"], AWS)).toBe(0);
  expect(sent()).toEqual([
    { FunctionName: "other", Payload: { command: "export-user", user_id: "ann" } },
    { FunctionName: "other", Payload: { command: "export-user", user_id: "ann", cursor: "c" } },
  ]);
  expect(printed).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
});

it.each([
  ["an unknown command", ["make-tea"]],
  ["an unknown flag", ["ban-user", "--user", "ann"]],
  ["a value that is not JSON", ["create-group", "--recipients", "ann", "--image", "{"]],
])("exits with 2 and one line for %s, and invokes nothing", async (_what, args) => {
  expect(await admin(args, AWS)).toBe(2);
  expect(complained).toHaveLength(1);
  expect(sent()).toEqual([]);
});

it.each([
  ["the function's refusal", { error: { code: "FORBIDDEN", message: "no" } }, "FORBIDDEN: no"],
  ["its failure", { errorMessage: "timed out" }, "The function failed: timed out"],
  [
    "an answer of another form",
    { ok: 1 },
    'The answer of the function has an unknown form: {"ok":1}',
  ],
  [
    "an answer that is not JSON",
    "<html>",
    "The answer of the function has an unknown form: <html>",
  ],
])("exits with 1 and prints %s", async (_what, answer, line) => {
  lambda.on(InvokeCommand).resolves(payload(answer));
  expect(await admin(["ban-user", "--user_id", "ann"], AWS)).toBe(1);
  expect(complained).toEqual([line]);
});

it.each([
  ["ADMIN_FUNCTION", [], AWS],
  ["--function", ["--function", "Parley-dev-admin"], {}],
])("prints AWS's error if the function that %s names cannot be invoked", async (_, flags, env) => {
  const denied = Object.assign(new Error("not authorized"), { name: "AccessDeniedException" });
  lambda.on(InvokeCommand).rejects(denied);
  expect(await admin(["ban-user", "--user_id", "ann", ...flags], env)).toBe(1);
  expect(complained).toEqual(["AccessDeniedException: not authorized"]);
});

it("says that no local server answers, if none does and no function is named", async () => {
  lambda.restore();
  const PORT = String(await freePort());
  expect(await admin(["ban-user", "--user_id", "ann"], { PORT })).toBe(1);
  expect(complained[0]).toContain(`No local server answers at http://localhost:${PORT}`);
});
