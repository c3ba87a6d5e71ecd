// The saved queries of Logs Insights: they cover every Lambda's log, and use fields that its lines contain.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { resourcesOf } from "./app.ts";

const resources = resourcesOf();
const queries = resources.ofType("AWS::Logs::QueryDefinition").map(({ Properties }) => ({
  name: Properties.Name as string,
  text: Properties.QueryString as string,
  groups: Properties.LogGroupNames as unknown[],
}));

test("there is one for each question of an incident, under the stack's name", () => {
  expect(queries.map(({ name }) => name).sort()).toEqual(
    ["failed posts", "one message", "one user", "refused handshakes", "slowest actions"].map(
      (name) => `Parley-dev/${name}`,
    ),
  );
});

test.each(queries)("$name reads the log of every Lambda of ours", ({ groups }) => {
  const ours = resources
    .ofType("AWS::Logs::LogGroup")
    .filter(({ Properties }) => typeof Properties.LogGroupName === "string");
  expect(groups).toHaveLength(ours.length);
});

/** The files that write log lines. Each field of a query must occur in one of them. */
const WRITERS = [
  ...["action-handler", "dispatch", "invocation", "message-handler", "log", "fan-out-handler"].map(
    (name) => `lambdas/runtime/${name}.ts`,
  ),
  "lambdas/authorizer.ts",
  "lambdas/connect.ts",
  "lambdas/delivery/broadcast.ts",
];

test.each(queries)("$name asks for fields that lines have", ({ text }) => {
  const written = WRITERS.map((path) => readFileSync(path, "utf8")).join("\n");
  const [, fields = ""] = /^fields (.*)$/m.exec(text) ?? [];
  const names = fields.split(", ").filter((name) => !name.startsWith("@"));
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) expect(written, name).toMatch(new RegExp(`\\b${name}\\b`));
});

test("each is explained in the guide", () => {
  const guide = readFileSync("docs/operations.md", "utf8");
  for (const { name } of queries) expect(guide).toContain(`**${name.split("/")[1] ?? ""}**`);
});
