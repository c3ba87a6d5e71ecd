// docs/data-protection.md: it lists every kind of item with the personal data in it, and every command.

import { spawnSync } from "node:child_process";
import { readFileSync, existsSync } from "node:fs";
import { expect, test } from "vitest";
import { COMMANDS } from "../../lambdas/admin/commands.ts";
import { resourcesOf } from "../infra/app.ts";

const read = (file: string): string => readFileSync(`docs/${file}`, "utf8");
const text = read("data-protection.md");
const commands = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = ""]) => block);

/** The first cell of each row of the table under a heading. */
const firstCells = (of: string, heading: string): string[] => {
  const section = new RegExp(`^## ${heading}$[^]*?(?=^## )`, "m").exec(of)?.[0] ?? "";
  return [...section.matchAll(/^\| +([^|]+?) +\|/gm)].map(([, cell = ""]) => cell);
};

test("every kind of item of the table is in it", () => {
  const table = /^## The table$[^]*?\n\n(\| Item[^]*?)\n\n/m.exec(read("storage.md"))?.[1] ?? "";
  const items = [...table.matchAll(/^\| ([a-z][a-z ]+?) +\|/gm)].map(([, item = ""]) => item);
  expect(items.length).toBeGreaterThan(8);
  const cells = firstCells(text, "What is stored").join("\n");
  for (const item of items) expect(cells).toContain(`\`${item}\``);
});

test("every other store of a deployment is named", () => {
  const places: Readonly<Record<string, string>> = {
    "AWS::DynamoDB::GlobalTable": "the table",
    "AWS::S3::Bucket": "the bucket",
    "AWS::Cognito::UserPool": "user pool",
    "AWS::SQS::Queue": "queue",
    "AWS::SNS::Topic": "topic",
    "AWS::Events::EventBus": "the bus",
  };
  const stateful =
    /::(GlobalTable|Bucket|UserPool|Queue|Topic|EventBus|Stream|DBInstance|FileSystem)$/;
  const { all } = resourcesOf({ events: "on" });
  const types = new Set(
    Object.values(all).flatMap(({ Type }) => (stateful.test(Type) ? Type : [])),
  );
  const cells = firstCells(text, "What is stored").join("\n");
  for (const type of types) expect(cells, type).toContain(places[type]);
});

test("every command that it names is one of the operator's, and can be read by the shell", () => {
  const named = commands.flatMap((block) => [...block.matchAll(/admin -- ([a-z-]+)/g)]);
  const names = named.map(([, name = ""]) => name);
  expect(new Set(names)).toEqual(new Set(["ban-user", "erase-user", "export-user", "unban-user"]));
  for (const name of names) expect(Object.keys(COMMANDS)).toContain(name);
  for (const block of commands) {
    const { stderr } = spawnSync("bash", ["-n"], { input: block, encoding: "utf8" });
    expect(stderr, block).toBe("");
  }
});

test("every line that an export has is explained", () => {
  const source = readFileSync("lambdas/admin/export-user.ts", "utf8");
  const types = [...source.matchAll(/type: "([a-z]+)"/g)].map(([, type = ""]) => type);
  const kinds = ["edit", "delete", "pin", "react", "add", "remove", "rename"];
  const cells = firstCells(text, "A request for access").join("\n");
  for (const type of [...types, ...kinds]) expect(cells).toContain(`\`${type}\``);
});

test("every link leads somewhere", () => {
  const anchorsOf = (of: string): string[] =>
    [...of.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    );
  for (const [, path = "", anchor] of text.matchAll(/\]\(([\w./-]*)(?:#([\w-]+))?\)/g)) {
    const file = path === "" ? "data-protection.md" : path;
    expect(existsSync(`docs/${file}`), file).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(read(file)), `${file}#${anchor}`).toContain(anchor);
  }
});
