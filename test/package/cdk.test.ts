// The construct's package: packed, unpacked into an empty CDK app with only the CDK and zod, and synthesized there.

import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildCdkPackage, CDK_FOLDER } from "../../packaging/build-cdk.ts";
import { resourcesOf } from "../infra/app.ts";
import { Resources, type Resource } from "../../bench/harness/template.ts";
import { run } from "./installed.ts";

const root = new URL("../../", import.meta.url).pathname;
const { context } = JSON.parse(await readFile(`${root}cdk.json`, "utf8")) as { context: object };

/** A CDK app that deploys the default stage with the package. */
const APPLICATION = `
import { App, Stack } from "aws-cdk-lib";
import { ChatBackend, outputs } from "parley-cdk";
const app = new App({ outdir: "cdk.out", context: ${JSON.stringify(context)} });
const stack = new Stack(app, "Parley-dev", {
  description: "Parley, a chat backend for native WebSockets (stage dev)",
});
const backend = new ChatBackend(stack, "Default", {
  namePrefix: "Parley-dev", stage: "dev", keepData: false,
});
outputs(stack, backend);
app.synth();
`;

let folder: string;
let installed: string;
let template: Resources;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-cdk-"));
  const source = join(folder, "source/");
  await mkdir(source);
  for (const file of ["package.json", "README.md"]) await cp(CDK_FOLDER + file, source + file);
  await buildCdkPackage(source);
  await run("npm", ["pack", source, "--ignore-scripts", "--pack-destination", folder]);
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "";
  await rm(source, { recursive: true });
  installed = join(folder, "node_modules/parley-cdk");
  await mkdir(installed, { recursive: true });
  await run("tar", ["-xzf", join(folder, tarball), "-C", installed, "--strip-components=1"]);
  // The dependencies that npm would install with it. esbuild is not one of them.
  for (const name of ["aws-cdk-lib", "constructs", "zod"]) {
    await symlink(`${root}node_modules/${name}`, join(folder, "node_modules", name));
  }
  await writeFile(join(folder, "app.mjs"), APPLICATION);
  const { PATH = "" } = process.env;
  const env = { PATH, CDK_VALIDATION: "false" };
  await run(process.execPath, ["app.mjs"], { cwd: folder, env });
  const written = await readFile(join(folder, "cdk.out/Parley-dev.template.json"), "utf8");
  template = new Resources(JSON.parse(written));
});
afterAll(() => rm(folder, { recursive: true }));

/** A resource without its metadata and without the location of its code. */
const withoutCode = ({ Type, Properties, ...rest }: Resource) => {
  const { Code: _, ...others } = Object(Properties) as Record<string, unknown>;
  const { Metadata: __, ...kept } = rest as { Metadata?: unknown };
  return { Type, ...kept, Properties: Type === "AWS::Lambda::Function" ? others : Properties };
};

it("makes the template of npx cdk deploy, resource by resource", () => {
  const ours = resourcesOf();
  expect(Object.keys(template.all).sort()).toEqual(Object.keys(ours.all).sort());
  for (const [id, resource] of Object.entries(ours.all)) {
    expect(withoutCode(template.get(id)), id).toEqual(withoutCode(resource));
  }
  expect(template.outputs).toEqual(ours.outputs);
});

it("brings the code of each Lambda along, which loads by itself", async () => {
  const folders = await readdir(join(installed, "dist/lambdas"));
  const functions = template.ofType("AWS::Lambda::Function");
  const ours = functions.filter(({ Properties }) => Properties.Handler === "index.handler");
  expect(folders.length).toBeGreaterThan(20);
  const keys = new Set(ours.map(({ Properties }) => (Properties.Code as { S3Key: string }).S3Key));
  expect(keys.size).toBeGreaterThanOrEqual(folders.length);
  // Loads the asset, as Lambda does: in the package, the package.json of an ES module would apply to the file.
  const ping = ours.find(({ Properties }) =>
    JSON.stringify(Properties.LoggingConfig).includes('"ping'),
  );
  const { S3Key } = ping?.Properties.Code as { S3Key: string };
  const code = JSON.stringify(join(folder, `cdk.out/asset.${S3Key.replace(".zip", "")}/index.js`));
  const script = `console.log(typeof require(${code}).handler)`;
  expect((await run(process.execPath, ["-e", script])).stdout).toBe("function\n");
});

it("needs nothing but the CDK and zod", async () => {
  const code = await readFile(join(installed, "dist/index.js"), "utf8");
  const imported = [...code.matchAll(/^(?:import|} from|export).*?"([^"./][^"]*)";$/gm)].map(
    ([, id]) => id,
  );
  const packages = imported.filter((id) => !id?.startsWith("node:")).map((id) => id?.split("/")[0]);
  expect([...new Set(packages)].sort()).toEqual(["aws-cdk-lib", "constructs", "zod"]);
});
